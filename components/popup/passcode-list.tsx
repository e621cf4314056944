import { useEffect, useRef, useState } from 'preact/hooks';
import type { EntryId, EntryView } from '../../lib/messages/passcodes.ts';
import type { VaultView } from '../../lib/messages/vault.ts';
import { SECOND } from '../../lib/ports/clock.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { Note } from '../note.tsx';
import { passcodeProblem } from '../passcodes/passcode-problem.ts';
import { addText, codesText } from '../sentences/passcodes.ts';
import type { PasscodeActions } from './passcode-actions.ts';
import { nameOf, PasscodeRow, type RowHint } from './passcode-row.tsx';
import { ROW_HEIGHT } from './row-window.ts';
import { useRowKeys } from './use-row-keys.ts';
import { type RowsInUse, useRows } from './use-rows.ts';

export interface PasscodeListProps {
  vault: VaultView;
  actions: PasscodeActions;
  /** Whether its search may take the focus as it appears. */
  focus: boolean;
  onAdd: () => void;
}

/** The codes of an open vault, with a search over them. */
export function PasscodeList({ vault, actions, focus, onAdd }: PasscodeListProps) {
  const list = useRef<HTMLUListElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const rows = useRows({ list, vault, actions });
  const total = rows.state.total ?? vault.count;
  const held = useRowKeys({ frame, total });
  const press = usePresses({ vault, actions, rows });
  useEffect(() => {
    if (focus) frame.current?.querySelector('input')?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const above = frame.current?.getBoundingClientRect().top ?? 0;
    if (above < 0) frame.current?.scrollIntoView();
  }, [rows.state.search]);
  return (
    <div ref={frame}>
      {(total > 0 || rows.state.search !== '') && (
        <div class="row finder">
          <input
            class="field grow"
            type="search"
            aria-label={codesText.search}
            placeholder={codesText.search}
            autocomplete="off"
            spellcheck={false}
            maxLength={128}
            onInput={(event) => rows.search(event.currentTarget.value)}
          />
          <Button label={addText.fromPage} onPress={onAdd}>
            <Icon name="scan" />
          </Button>
        </div>
      )}
      <p class="heard" role="status">
        {press.hint?.said ?? (rows.state.search && codesText.found(total))}
      </p>
      {rows.state.error !== null && <Note tone="bad">{passcodeProblem(rows.state.error)}</Note>}
      {total === 0 && <Nothing search={rows.state.search} onAdd={onAdd} />}
      <ul ref={list} class="passcodes" style={{ height: `${total * ROW_HEIGHT}px` }}>
        {drawn(rows, { total, held }).map((row) => {
          const entry = rows.state.entries[row - rows.state.from] ?? null;
          const hint = entry !== null && press.hint?.id === entry.id ? press.hint : null;
          const made = (entry && press.made.get(entry.id)) ?? null;
          return (
            <PasscodeRow
              key={row}
              {...{ entry, row, total, hint, made }}
              at={rows.state.at}
              now={actions.clock.now}
              onCopy={press.copy}
              onNext={press.next}
              onPin={press.pin}
            />
          );
        })}
      </ul>
    </div>
  );
}

function Nothing({ search, onAdd }: { search: string; onAdd: () => void }) {
  if (search !== '') return <p class="muted small">{codesText.noneFound(search)}</p>;
  return (
    <div class="stack-tight">
      <p class="muted small">{codesText.empty}</p>
      <Button wide onPress={onAdd}>
        <Icon name="scan" />
        {addText.fromPage}
      </Button>
    </div>
  );
}

/** What is seen, and the row that has the focus, in the order of the list. */
function drawn({ range }: RowsInUse, { total, held }: { total: number; held: number | null }): number[] {
  const last = Math.min(range.last, total);
  const rows = Array.from({ length: Math.max(0, last - range.first) }, (_, index) => range.first + index);
  if (held === null || held >= total) return rows;
  if (held < range.first) return [held, ...rows];
  return held >= last ? [...rows, held] : rows;
}

const HINT_STAYS = 3 * SECOND;

/** What presses on rows lead to. */
function usePresses(options: { vault: VaultView; actions: PasscodeActions; rows: RowsInUse }) {
  const { vault, actions, rows } = options;
  const [hint, show] = useState<(RowHint & { id: EntryId; said: string }) | null>(null);
  const [made, keep] = useState<ReadonlyMap<EntryId, string>>(new Map());
  const forget = useRef<() => void>(undefined);

  function tell(entry: EntryView, { text, good }: RowHint): void {
    forget.current?.();
    show({ id: entry.id, text, good, said: `${nameOf(entry)}. ${text}` });
    forget.current = actions.clock.after(HINT_STAYS, () => show(null));
  }
  const fail = (entry: EntryView, error: ErrorCode) =>
    tell(entry, { text: passcodeProblem(error), good: false });

  return {
    hint,
    made,
    async copy(entry: EntryView, code: string): Promise<void> {
      const error = await actions.copy(code);
      if (error !== null) return fail(entry, error);
      tell(entry, { text: codesText.copied(vault.clearsClipboard), good: true });
    },
    async next(entry: EntryView): Promise<void> {
      const reply = await actions.next(entry.id);
      if (!reply.ok) return fail(entry, reply.error);
      keep((codes) => new Map(codes).set(entry.id, reply.value.code));
    },
    async pin(entry: EntryView): Promise<void> {
      const reply = await actions.pin(entry, !entry.pinned);
      if (!reply.ok) return fail(entry, reply.error);
      rows.refresh();
    },
  };
}
