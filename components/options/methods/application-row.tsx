import type { ApplicationMethods } from '../../../lib/protocol/methods.ts';
import { Button } from '../../button.tsx';
import { Choice } from '../../forms/choice.tsx';
import { methodsText } from '../../sentences.ts';
import { keyOf, type Opening } from './openings.ts';

export interface ApplicationRowProps {
  row: ApplicationMethods;
  name: string;
  openings: readonly Opening[];
  autoPush: boolean;
  onRow: (row: ApplicationMethods) => void;
  onRemove: () => void;
}

/** The choice that stands for "as the account has it". */
const ACCOUNT = 'account';
const push = { [ACCOUNT]: methodsText.asAccount, on: methodsText.on, off: methodsText.off } as const;

/** One application, as far as it differs from the account. */
export function ApplicationRow({ row, name, openings, autoPush, onRow, onRemove }: ApplicationRowProps) {
  const chosen = row.opensWith === null ? ACCOUNT : keyOf(row.opensWith);
  // A list has no room for reasons: what does not work is left out, unless it is what was chosen.
  const usable = openings.filter(
    ({ key, standing }) => key === chosen || standing === 'always' || standing === 'ready',
  );
  const choices: Record<string, string> = Object.fromEntries([
    [ACCOUNT, methodsText.asAccount],
    ...usable.map((opening) => [opening.key, opening.name]),
  ]);
  const setOpening = (key: string): void => {
    const opening = usable.find((one) => one.key === key);
    onRow({ ...row, opensWith: opening?.choice ?? null });
  };
  const setPush = (key: keyof typeof push): void =>
    onRow({ ...row, autoPush: key === ACCOUNT ? null : key === 'on' });
  return (
    <div class="stack-tight">
      <div class="row">
        <p class="grow">
          <strong>{name}</strong>
        </p>
        <Button look="quiet" label={methodsText.removeLabel(name)} onPress={onRemove}>
          {methodsText.remove}
        </Button>
      </div>
      <div class="row wraps">
        <div class="grow names">
          <Choice
            label={methodsText.opensWithFor(name)}
            value={chosen}
            choices={choices}
            onChoice={setOpening}
          />
        </div>
        {autoPush && (
          <div class="grow names">
            <Choice
              label={methodsText.autoPushFor(name)}
              value={row.autoPush === null ? ACCOUNT : row.autoPush ? 'on' : 'off'}
              choices={push}
              onChoice={setPush}
            />
          </div>
        )}
      </div>
    </div>
  );
}
