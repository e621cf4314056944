import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PairingProgress as Progress } from '../../lib/messages/contract.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Mark } from '../mark.tsx';
import { popupText } from '../sentences.ts';
import { KeyWanted } from './key-wanted.tsx';
import type { PairingPanelProps } from './pairing-panel.tsx';
import type { PopupActions } from './popup-actions.ts';
import type { PopupPanel } from './popup-state.ts';

export interface PanelProps {
  panel: PopupPanel;
  progress: Progress | null;
  /** The authenticator that the page in front waits for. */
  wanted: AuthenticatorKind | null;
  /** What is said of a page that waits for a code. */
  asked: ComponentChildren;
  /** In one line, where there is more to show. */
  brief: boolean;
  actions: Pick<PopupActions, 'pairing' | 'toPrompt'>;
  onPair: () => void;
  onClose: () => void;
}

const words = {
  unpaired: { title: popupText.unpaired, why: popupText.unpairedWhy },
  offline: { title: popupText.offlineTitle, why: popupText.offlineWhy },
  quiet: { title: popupText.quiet, why: popupText.quietWhy },
} as const;

/** What stands where no card does. */
export function Panel({ panel, progress, wanted, asked, brief, actions, onPair, onClose }: PanelProps) {
  if (panel === null) return null;
  if (panel === 'code') return <>{asked}</>;
  if (panel === 'key') return wanted && <KeyWanted kind={wanted} onGo={actions.toPrompt} />;
  if (panel === 'pairing') {
    return <Pairing progress={progress} actions={actions.pairing} onPair={onPair} onClose={onClose} />;
  }
  const isUnpaired = panel === 'unpaired';
  const { title, why } = words[panel];
  return (
    <section class={isUnpaired && !brief ? 'stack centre resting' : 'panel row'}>
      <Mark size={40} />
      <div class="grow">
        <Heading>{isUnpaired && brief ? popupText.unpairedBrief : title}</Heading>
        {!(isUnpaired && brief) && <p class="muted small">{why}</p>}
      </div>
      {isUnpaired && (
        <Button look="main" large={!brief} wide={!brief} label={popupText.pair} onPress={onPair}>
          {brief ? popupText.pairShort : popupText.pair}
        </Button>
      )}
    </section>
  );
}

function Pairing(props: PairingPanelProps) {
  const [View, keep] = useState<FunctionComponent<PairingPanelProps> | null>(null);
  useEffect(() => {
    void import('./pairing-panel.tsx').then(({ PairingPanel }) => keep(() => PairingPanel));
  }, []);
  return View && <View {...props} />;
}
