import type { PairingProgress as Progress } from '../../lib/messages/contract.ts';
import type { PairingActions } from '../pairing/pairing-actions.ts';
import { PairingProgress } from '../pairing/pairing-progress.tsx';
import { PairingWays } from '../pairing/pairing-ways.tsx';

export interface PairingPanelProps {
  progress: Progress | null;
  actions: PairingActions;
  onPair: () => void;
  onClose: () => void;
}

/** A pairing in the popup. It is rare, so it is loaded only when it is wanted. */
export function PairingPanel({ progress, actions, onPair, onClose }: PairingPanelProps) {
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
