import type { PairingProgress as Progress } from '../../lib/messages/contract.ts';
import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Mark } from '../mark.tsx';
import { PairingProgress } from '../pairing/pairing-progress.tsx';
import { PairingWays } from '../pairing/pairing-ways.tsx';
import { popupText } from '../sentences.ts';
import { KeyWanted } from './key-wanted.tsx';
import type { PopupActions } from './popup-actions.ts';
import type { PopupPanel } from './popup-state.ts';

export interface PanelProps {
  panel: PopupPanel;
  progress: Progress | null;
  /** The authenticator that the page in front waits for. */
  wanted: AuthenticatorKind | null;
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
export function Panel({ panel, progress, wanted, actions, onPair, onClose }: PanelProps) {
  if (panel === null) return null;
  if (panel === 'key') return wanted && <KeyWanted kind={wanted} onGo={actions.toPrompt} />;
  if (panel === 'pairing') {
    return (
      <section class="panel">
        {progress === null ? (
          <PairingWays actions={actions.pairing} onBack={onClose} />
        ) : (
          <PairingProgress
            progress={progress}
            actions={actions.pairing}
            onClosed={progress.step === 'failed' ? onPair : onClose}
          />
        )}
      </section>
    );
  }
  return (
    <section class="stack centre resting">
      <Mark size={48} />
      <div class="stack-tight">
        <Heading>{words[panel].title}</Heading>
        <p class="muted">{words[panel].why}</p>
      </div>
      {panel === 'unpaired' && (
        <Button look="main" large wide onPress={onPair}>
          {popupText.pair}
        </Button>
      )}
    </section>
  );
}
