import { useState } from 'preact/hooks';
import { pageMarks } from '../../lib/protocol/marks.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Icon } from '../icon.tsx';
import { setUpText } from '../sentences.ts';
import { ToolbarPicture } from '../toolbar-picture.tsx';
import { QrCode } from './qr-code.tsx';

/** An activation link in all the ways it can reach a browser: by the toolbar button, by hand, by its picture. */
export function ActivationLink(props: { link: string; onCopy: (link: string) => Promise<boolean> }) {
  const { link, onCopy } = props;
  const [copied, tell] = useState(false);
  return (
    <div class="stack" {...{ [pageMarks.activation]: link }}>
      <Heading>{setUpText.open}</Heading>
      <ToolbarPicture />
      <p>{setUpText.openWhy}</p>
      <div class="stack-tight other-ways">
        <h2>{setUpText.otherWays}</h2>
        <p class="small muted">{setUpText.otherWaysWhy}</p>
        <div class="centre stack-tight">
          <QrCode text={link} label={setUpText.qr} />
        </div>
        <Button wide onPress={() => void onCopy(link).then(tell)}>
          <Icon name={copied ? 'tick' : 'link'} />
          {setUpText.copy}
        </Button>
        <p class="heard" role="status">
          {copied && setUpText.copied}
        </p>
      </div>
    </div>
  );
}
