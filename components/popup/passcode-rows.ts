import type { Reply, Request } from '../../lib/messages/contract.ts';
import type { EntryView } from '../../lib/messages/passcodes.ts';
import { DAY, SECOND } from '../../lib/ports/clock.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { askFrom, covers, ROWS_AT_ONCE, type RowRange } from './row-window.ts';

/** A person's pause between two letters. */
export const TYPING = 120;
/** A code's last moment may be over a little later by our clock than by the timer's. */
const SOONEST = 50;
/** A longer wait would be taken for none: timers count to 2^31 − 1 milliseconds, and a code may live for years. */
const LATEST = DAY;

export interface RowsState {
  /** How many match; null before the first answer. */
  total: number | null;
  /** The number of the first of `entries`. */
  from: number;
  /** When their codes were made, by this computer's clock. */
  at: number;
  entries: readonly EntryView[];
  /** What was searched for. */
  search: string;
  error: ErrorCode | null;
}

export interface RowsNeeds {
  page(request: Request<'passcodes.page'>): Promise<Reply<'passcodes.page'>>;
  clock: RowsClock;
  changed(state: RowsState): void;
}

/** Milliseconds; `after` gives back what calls it off. */
export interface RowsClock {
  now(): number;
  after(delay: number, job: () => void): () => void;
}

export interface Rows {
  /** These are seen now. */
  look(range: RowRange): void;
  search(text: string): void;
  /** Something changed, or a code's time is over. */
  refresh(): void;
  stop(): void;
}

export const noRows: RowsState = { total: null, from: 0, at: 0, entries: [], search: '', error: null };

/** When the first of these codes ends, in milliseconds; null where none ends by itself. */
export function firstToEnd({ at, entries }: Pick<RowsState, 'at' | 'entries'>): number | null {
  const ends = entries
    .filter(({ code, period }) => code !== null && period > 0)
    .map(({ period }) => (Math.floor(at / SECOND / period) + 1) * period * SECOND);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Keeps the rows that are seen, and a few around them, with codes that are valid now. One question at a time. */
export function createRows({ page, clock, changed }: RowsNeeds): Rows {
  let state = noRows;
  let seen: RowRange = { first: 0, last: 0 };
  let search = '';
  let stale = true;
  let asking = false;
  let stopped = false;
  let forgetTurn = (): void => {};
  let forgetTyping = (): void => {};

  const missing = (): boolean => {
    const last = Math.min(seen.last, state.total ?? seen.last);
    return stale || !covers(state.from, { first: Math.min(seen.first, last), last });
  };

  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    while (!stopped && missing()) {
      stale = false;
      const from = askFrom(seen);
      const text = search;
      const reply = await page({ search: text, from, count: ROWS_AT_ONCE });
      if (stopped) break;
      if (reply.ok) state = { ...reply.value, from, search: text, error: null };
      // Codes that cannot be renewed are not left standing: theirs may be over.
      else state = { ...state, entries: [], error: reply.error };
      awaitTurn();
      changed(state);
      if (!reply.ok) break;
    }
    asking = false;
  }

  function awaitTurn(): void {
    forgetTurn();
    const end = state.error === null ? firstToEnd(state) : clock.now() + SECOND;
    if (end !== null)
      forgetTurn = clock.after(Math.min(LATEST, Math.max(SOONEST, end - clock.now())), refresh);
  }

  function refresh(): void {
    stale = true;
    void ask();
  }

  return {
    look(range) {
      seen = range;
      if (!asking && missing()) void ask();
    },
    search(text) {
      forgetTyping();
      forgetTyping = clock.after(TYPING, () => {
        search = text;
        seen = { first: 0, last: 0 };
        refresh();
      });
    },
    refresh,
    stop() {
      stopped = true;
      forgetTurn();
      forgetTyping();
    },
  };
}
