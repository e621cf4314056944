import { useEffect, useState } from 'preact/hooks';
import type { EntryPage } from '../../../lib/messages/passcodes.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import { Field } from '../../field.tsx';
import { Told } from '../../forms/told.tsx';
import { useSteps } from '../../forms/use-steps.ts';
import { Note } from '../../note.tsx';
import { problem } from '../../problem.ts';
import { entriesText } from '../../sentences.ts';
import { Part } from '../part.tsx';
import { EntryRow } from './entry-row.tsx';
import { Paging } from './paging.tsx';
import type { EntryActions } from './vault-actions.ts';

/** How many rows stand on the page at once. */
const ROWS = 10;
const LONGEST_SEARCH = 128;

/** What is kept, by name, to rename, pin or remove it. `revision` says when to read it anew. */
export function Entries({ revision, actions }: { revision: number; actions: EntryActions }) {
  const [search, look] = useState('');
  const [from, turn] = useState(0);
  const [page, show] = useState<EntryPage | null>(null);
  const [error, fail] = useState<ErrorCode | null>(null);
  const { place, outcome, over } = useSteps<never>();

  useEffect(() => {
    // A slower answer to an earlier question must not take the place of a later one.
    let isWanted = true;
    void actions.page({ search, from, count: ROWS }).then((reply) => {
      if (!isWanted) return;
      fail(reply.ok ? null : reply.error);
      if (!reply.ok) return;
      show(reply.value);
      if (from > 0 && from >= reply.value.total) turn(Math.max(0, from - ROWS));
    });
    return () => {
      isWanted = false;
    };
  }, [search, from, revision]);

  return (
    <Part name={entriesText.title} why={entriesText.why} place={place}>
      {(search !== '' || (page?.total ?? 0) > 0) && (
        <div class="form">
          <Field label={entriesText.search}>
            {(control) => (
              <input
                {...control}
                type="search"
                autocomplete="off"
                maxLength={LONGEST_SEARCH}
                value={search}
                onInput={(event) => {
                  look(event.currentTarget.value);
                  turn(0);
                }}
              />
            )}
          </Field>
        </div>
      )}
      <p class="heard" role="status">
        {page !== null && search !== '' && entriesText.found(page.total)}
      </p>
      {error !== null && <Note tone="bad">{problem(error)}</Note>}
      <Told outcome={outcome} />
      {page?.total === 0 && <p class="muted">{search === '' ? entriesText.none : entriesText.noneFound}</p>}
      {page !== null && page.total > 0 && (
        <ul class="list">
          {page.entries.map((entry) => (
            <li key={entry.id}>
              <EntryRow entry={entry} actions={actions} onDone={over} />
            </li>
          ))}
        </ul>
      )}
      {page !== null && <Paging from={from} rows={ROWS} total={page.total} onTurn={turn} />}
    </Part>
  );
}
