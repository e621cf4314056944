import type { Request, Result } from '../../../lib/messages/contract.ts';
import type { VaultView } from '../../../lib/messages/vault.ts';
import { Check } from '../../forms/check.tsx';
import { Choice } from '../../forms/choice.tsx';
import { Told } from '../../forms/told.tsx';
import { useOutcome } from '../../forms/use-outcome.ts';
import { lockingText } from '../../sentences.ts';
import { Part } from '../part.tsx';

type Settings = Request<'vault.settings'>;

export interface LockingProps {
  settings: Pick<VaultView, 'autoLock' | 'clearsClipboard'>;
  onSettings: (settings: Settings) => Promise<Result<unknown>>;
}

const usual = [1, 5, 15, 60, null];

/** When the codes lock by themselves, and what becomes of a copied one. Each change holds at once. */
export function Locking({ settings, onSettings }: LockingProps) {
  const { outcome, run } = useOutcome();
  const { autoLock, clearsClipboard } = settings;
  const choices = Object.fromEntries(
    [...usual, autoLock.minutes].map((minutes) => [String(minutes), lockingText.minutes(minutes)]),
  );
  const set = (part: Partial<Settings>) =>
    void run(onSettings({ autoLock, clearsClipboard, ...part }), lockingText.saved);
  const setMinutes = (chosen: string) =>
    set({ autoLock: { ...autoLock, minutes: chosen === 'null' ? null : Number(chosen) } });
  return (
    <Part name={lockingText.title} why={lockingText.why}>
      <div class="form">
        <Choice
          label={lockingText.after}
          value={String(autoLock.minutes)}
          choices={choices}
          onChoice={setMinutes}
        />
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
