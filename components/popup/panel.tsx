import type { PairingProgress as Progress } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Mark } from '../mark.tsx';
import type { PairingActions } from '../pairing/pairing-actions.ts';
import { PairingProgress } from '../pairing/pairing-progress.tsx';
import { PairingWays } from '../pairing/pairing-ways.tsx';
import { popupText } from '../sentences.ts';
import type { PopupPanel } from './popup-state.ts';

export interface PanelProps {
  panel: PopupPanel;
  progress: Progress | null;
  actions: PairingActions;
  onPair: () => void;
  onClose: () => void;
}

const words = {
  unpaired: { title: popupText.unpaired, why: popupText.unpairedWhy },
  offline: { title: popupText.offlineTitle, why: popupText.offlineWhy },
  quiet: { title: popupText.quiet, why: popupText.quietWhy },
} as const;

/** What stands where no card does. */
export function Panel({ panel, progress, actions, onPair, onClose }: PanelProps) {
  if (panel === null) return null;
  if (panel === 'pairing') {
    return (
      <section class="panel">
        {progress === null ? (
          <PairingWays actions={actions} onBack={onClose} />
        ) : (
          <PairingProgress
            progress={progress}
            actions={actions}
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
