import type { NewEntry } from '../../../lib/messages/passcodes.ts';
import { Choice } from '../../forms/choice.tsx';
import { addText, entriesText } from '../../sentences.ts';
import { NumberText } from './number-text.tsx';

export type AdvancedEntry = Omit<NewEntry, 'issuer' | 'account' | 'secret'>;

/** What nearly every site uses. */
export const usualEntry: AdvancedEntry = {
  type: 'totp',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  counter: 0,
};

const digits = { '6': '6', '7': '7', '8': '8' };
const LONGEST_PERIOD = 3_600;

export interface EntryDetailsProps {
  details: AdvancedEntry;
  onDetails: (details: AdvancedEntry) => void;
}

/** What a site says only when it differs from the usual. */
export function EntryDetails({ details, onDetails }: EntryDetailsProps) {
  const set = (part: Partial<AdvancedEntry>) => onDetails({ ...details, ...part });
  return (
    <details>
      <summary>{addText.advanced}</summary>
      <div class="stack-tight pairs">
        <Choice
          label={addText.type}
          value={details.type}
          choices={entriesText.kinds}
          onChoice={(type) => set({ type })}
        />
        <Choice
          label={addText.algorithm}
          value={details.algorithm}
          choices={addText.algorithms}
          onChoice={(algorithm) => set({ algorithm })}
        />
        <Choice
          label={addText.digits}
          value={`${details.digits}`}
          choices={digits}
          onChoice={(chosen) => set({ digits: Number(chosen) as NewEntry['digits'] })}
        />
        {details.type === 'totp' ? (
          <NumberText
            label={addText.period}
            value={details.period}
            least={1}
            most={LONGEST_PERIOD}
            onNumber={(period) => set({ period })}
          />
        ) : (
          <NumberText
            label={addText.counter}
            value={details.counter}
            least={0}
            most={Number.MAX_SAFE_INTEGER}
            onNumber={(counter) => set({ counter })}
          />
        )}
      </div>
    </details>
  );
}
