import { useState } from 'preact/hooks';
import type { BrowserInvited } from '../../lib/protocol/browsers.ts';
import { Button } from '../button.tsx';
import { moment } from '../format.ts';
import { Heading } from '../heading.tsx';
import { Icon } from '../icon.tsx';
import { Note } from '../note.tsx';
import { QrCode } from '../pairing/qr-code.tsx';
import { newBrowserText } from '../sentences/devices.ts';

export interface NewBrowserLinkProps {
  invited: BrowserInvited;
  level?: 2 | 3;
  onCopy: (link: string) => Promise<boolean>;
  onDone: () => void;
}

/** The link by which a new browser is paired, this once. It bears no mark: this browser must not take it up itself. */
export function NewBrowserLink({ invited, level = 3, onCopy, onDone }: NewBrowserLinkProps) {
  const { link, expiresAt } = invited;
  const [copied, tell] = useState(false);
  return (
    <div class="well stack-tight">
      <Heading level={level}>{newBrowserText.link}</Heading>
      <p class="small">{newBrowserText.linkWhy}</p>
      <div class="centre">
        <QrCode text={link} label={newBrowserText.qr} />
      </div>
      <p class="small address">{link}</p>
      <p class="small muted">{newBrowserText.until(moment(expiresAt))}</p>
      <Note tone="warn" spoken>
        {newBrowserText.once}
      </Note>
      <div class="row wraps">
        <Button onPress={() => void onCopy(link).then(tell)}>
          <Icon name={copied ? 'tick' : 'link'} />
          {newBrowserText.copy}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {newBrowserText.done}
        </Button>
        <span class="heard" role="status">
          {copied && newBrowserText.copied}
        </span>
      </div>
    </div>
  );
}
