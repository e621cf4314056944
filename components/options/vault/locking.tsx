import type { Request, Result } from '../../../lib/messages/contract.ts';
import type { VaultView } from '../../../lib/messages/passcodes.ts';
import { lockingText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';
import { Check } from '../check.tsx';
import { Part } from '../part.tsx';
import { Told } from '../told.tsx';
import { useOutcome } from '../use-outcome.ts';

type Settings = Request<'vault.settings'>;

export interface LockingProps {
  settings: Pick<VaultView, 'autoLock' | 'clearsClipboard'>;
  onSettings: (settings: Settings) => Promise<Result<unknown>>;
}

const choices: readonly (number | null)[] = [1, 5, 15, 60, null];

/** When the codes lock by themselves, and what becomes of a copied one. Each change holds at once. */
export function Locking({ settings, onSettings }: LockingProps) {
  const id = useFieldId();
  const { outcome, run } = useOutcome();
  const { autoLock, clearsClipboard } = settings;
  const offered = choices.includes(autoLock.minutes) ? choices : [autoLock.minutes, ...choices];
  const set = (part: Partial<Settings>) =>
    void run(onSettings({ autoLock, clearsClipboard, ...part }), lockingText.saved);
  return (
    <Part name={lockingText.title} why={lockingText.why}>
      <div class="form">
        <label class="label" for={id}>
          {lockingText.after}
        </label>
        <select
          id={id}
          class="field"
          value={String(autoLock.minutes)}
          onChange={({ currentTarget: { selectedIndex } }) =>
            set({ autoLock: { ...autoLock, minutes: offered[selectedIndex] ?? null } })
          }
        >
          {offered.map((minutes) => (
            <option key={minutes} value={String(minutes)}>
              {lockingText.minutes(minutes)}
            </option>
          ))}
        </select>
      </div>
      <Check
        checked={autoLock.withScreen}
        hint={lockingText.withScreenWhy}
        onCheck={(withScreen) => set({ autoLock: { ...autoLock, withScreen } })}
      >
        {lockingText.withScreen}
      </Check>
      <Check
        checked={clearsClipboard}
        hint={lockingText.clipboardWhy}
        onCheck={(clears) => set({ clearsClipboard: clears })}
      >
        {lockingText.clipboard}
      </Check>
      <Told outcome={outcome} />
    </Part>
  );
}
