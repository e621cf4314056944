import type { OpensWith } from '../../../lib/protocol/methods.ts';
import { methodsText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';
import { keyOf, type Opening } from './openings.ts';

export interface OpeningListProps {
  openings: readonly Opening[];
  value: OpensWith;
  onChoice: (choice: OpensWith) => void;
}

/** Every way to sign in, whether it works, and which of them a sign-in opens with. */
export function OpeningList({ openings, value, onChoice }: OpeningListProps) {
  const id = useFieldId();
  const chosen = keyOf(value);
  return (
    <fieldset class="openings">
      <legend class="label">{methodsText.opensWith}</legend>
      {openings.map((opening) => (
        <OpeningLine
          key={opening.key}
          opening={opening}
          group={id}
          checked={opening.key === chosen}
          onChoice={onChoice}
        />
      ))}
    </fieldset>
  );
}

interface OpeningLineProps {
  opening: Opening;
  group: string;
  checked: boolean;
  onChoice: (choice: OpensWith) => void;
}

function OpeningLine({ opening, group, checked, onChoice }: OpeningLineProps) {
  const { key, choice, name, words, standing } = opening;
  const about = `${group}-${key}`;
  // What was chosen once and does not work now stays to be seen.
  const usable = checked || standing === 'always' || standing === 'ready';
  return (
    <div class={usable ? 'opening' : 'opening muted'}>
      <div class="row">
        <label class="check row grow">
          <input
            type="radio"
            name={group}
            checked={checked}
            disabled={!usable}
            {...(words !== '' && { 'aria-describedby': about })}
            onChange={() => onChoice(choice)}
          />
          {name}
        </label>
        <Standing opening={opening} />
      </div>
      {words !== '' && (
        <p id={about} class="small muted">
          {words}
        </p>
      )}
    </div>
  );
}

function Standing({ opening: { choice, name, standing } }: { opening: Opening }) {
  if (standing === 'always') return null;
  if (standing === 'ready') return <span class="chip good">{methodsText.ready}</span>;
  if (standing === 'not-ready') return <span class="chip warn">{methodsText.notReady}</span>;
  const section = sectionOf(choice);
  if (section === null) return <span class="chip">{methodsText.missing}</span>;
  return (
    <a class="button quiet" href={section} aria-label={methodsText.setUpLabel(name)}>
      {methodsText.setUp}
    </a>
  );
}

/** Where on this page it is set up; a browser that asks this is paired already. */
function sectionOf({ method }: OpensWith): string | null {
  if (method === 'platform' || method === 'security_key') return '#security-keys';
  return method === 'passcode' ? '#printed-codes' : null;
}
