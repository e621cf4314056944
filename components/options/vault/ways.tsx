import type { UnlockView } from '../../../lib/messages/vault.ts';
import { Button } from '../../button.tsx';
import { Told } from '../../forms/told.tsx';
import { useSteps } from '../../forms/use-steps.ts';
import { waysText } from '../../sentences.ts';
import { Part } from '../part.tsx';
import { AddWay } from './add-way.tsx';
import { ChangePassphrase } from './change-passphrase.tsx';
import type { VaultActions } from './vault-actions.ts';
import { WayRow } from './way-row.tsx';

export interface WaysProps {
  unlocks: readonly UnlockView[];
  canUseKeys: boolean;
  actions: VaultActions;
}

/** What unlocks the codes; never the last of them goes. */
export function Ways({ unlocks, canUseKeys, actions }: WaysProps) {
  const { place, step, outcome, begin, back, over } = useSteps<'change' | 'passphrase' | 'prf'>();
  const hasPassphrase = unlocks.some(({ kind }) => kind === 'passphrase');
  const onAskKey = canUseKeys ? actions.keys.ask : null;

  return (
    <Part name={waysText.title} why={waysText.why} place={place}>
      <ul class="list">
        {unlocks.map((way) => (
          <li key={way.id}>
            <WayRow
              way={way}
              unlocks={unlocks}
              onAskKey={onAskKey}
              onRemove={(secret) => actions.removeUnlock(secret, way.id)}
              onRemoved={() => over(waysText.removed)}
            />
          </li>
        ))}
      </ul>
      {unlocks.length === 1 && <p class="small muted">{waysText.last}</p>}
      <Told outcome={outcome} />
      {step === 'rest' && (
        <div class="row wraps">
          <Button onPress={() => begin(hasPassphrase ? 'change' : 'passphrase')}>
            {hasPassphrase ? waysText.change : waysText.addPassphrase}
          </Button>
          {canUseKeys && <Button onPress={() => begin('prf')}>{waysText.addKey}</Button>}
        </div>
      )}
      {step === 'change' && (
        <ChangePassphrase
          onChange={actions.changePassphrase}
          onChanged={() => over(waysText.changed)}
          onBack={back}
        />
      )}
      {(step === 'passphrase' || step === 'prf') && (
        <AddWay
          kind={step}
          unlocks={unlocks}
          onAskKey={onAskKey}
          actions={actions}
          onAdded={() => over(waysText.added)}
          onBack={back}
        />
      )}
    </Part>
  );
}
