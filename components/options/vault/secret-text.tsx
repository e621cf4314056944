import type { RefObject } from 'preact';
import { addText } from '../../sentences.ts';
import { useFieldId } from '../../use-field-id.ts';

const LONGEST_SECRET = 1_024;

/** The field for a secret in letters. It can be seen while it is typed, since it is compared with a page. */
export function SecretText(props: { field: RefObject<HTMLInputElement | null>; onEnter: () => void }) {
  const id = useFieldId();
  return (
    <div>
      <label class="label" for={id}>
        {addText.secret}
      </label>
      <input
        ref={props.field}
        id={id}
        class="field"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={LONGEST_SECRET}
        aria-describedby={`${id}-hint`}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.isTrusted) props.onEnter();
        }}
      />
      <p id={`${id}-hint`} class="small muted">
        {addText.secretHint}
      </p>
    </div>
  );
}
