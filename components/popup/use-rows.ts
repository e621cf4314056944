import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { VaultView } from '../../lib/messages/vault.ts';
import type { PasscodeActions } from './passcode-actions.ts';
import { createRows, noRows, type Rows, type RowsState } from './passcode-rows.ts';
import { type RowRange, rowWindow } from './row-window.ts';

export interface RowsInUse {
  state: RowsState;
  /** The rows to draw. */
  range: RowRange;
  search(text: string): void;
  refresh(): void;
}

/** The rows of the list that stands in `list`, as it is scrolled; asked for anew with each change of the vault. */
export function useRows(options: {
  list: RefObject<HTMLElement | null>;
  vault: VaultView;
  actions: PasscodeActions;
}): RowsInUse {
  const { list, vault, actions } = options;
  const [state, changed] = useState(noRows);
  const [range, show] = useState<RowRange>({ first: 0, last: 0 });
  const made = useRef<Rows>(undefined);
  made.current ??= createRows({ page: actions.page, clock: actions.clock, changed });
  const rows = made.current;
  const total = state.total ?? vault.count;

  useEffect(() => rows.stop, []);
  // Before the list is painted: the codes are under way by then.
  useLayoutEffect(() => rows.refresh(), [vault]);
  useLayoutEffect(() => {
    const measure = (): void => {
      if (list.current === null) return;
      const above = -list.current.getBoundingClientRect().top;
      const next = rowWindow({ above, height: window.innerHeight, total });
      rows.look(next);
      show((last) => (last.first === next.first && last.last === next.last ? last : next));
    };
    measure();
    addEventListener('scroll', measure, { passive: true });
    addEventListener('resize', measure);
    return () => {
      removeEventListener('scroll', measure);
      removeEventListener('resize', measure);
    };
  }, [total]);

  return { state, range, search: rows.search, refresh: rows.refresh };
}
