import { expect, test } from 'vitest';
import { createRows, type RowsState, TYPING } from '../../../components/popup/passcode-rows.ts';
import { ROWS_AT_ONCE } from '../../../components/popup/row-window.ts';
import type { Reply, Request } from '../../../lib/messages/contract.ts';
import type { EntryId, EntryView } from '../../../lib/messages/passcodes.ts';

const START = 1_000_000_000;
const TOTAL = 10_000;

const entry = (number: number): EntryView => ({
  id: String(number).padStart(22, '0') as EntryId,
  issuer: `Site ${number}`,
  account: 'alex',
  type: 'totp',
  pinned: false,
  device: null,
  code: '123456',
  period: 30,
  error: null,
});

/** The rows over a background that answers when told to, and a clock that goes when told to. */
function open() {
  let now = START;
  let timers: { at: number; job: () => void }[] = [];
  const questions: {
    asked: Request<'passcodes.page'>;
    answer: (reply?: Reply<'passcodes.page'>) => Promise<void>;
  }[] = [];
  const states: RowsState[] = [];
  const rows = createRows({
    page: (asked) =>
      new Promise((resolve) => {
        const entries = Array.from({ length: asked.count }, (_, index) => entry(asked.from + index));
        const usual = { ok: true, value: { total: TOTAL, revision: 1, at: now, entries } } as const;
        const answer = async (reply: Reply<'passcodes.page'> = usual): Promise<void> => {
          resolve(reply);
          await new Promise((settled) => setImmediate(settled));
        };
        questions.push({ asked, answer });
      }),
    clock: {
      now: () => now,
      after(delay, job) {
        const timer = { at: now + delay, job };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    changed: (state) => states.push(state),
  });
  return {
    rows,
    questions,
    state: () => states.at(-1),
    timers: () => timers.map(({ at }) => at - now),
    asked: () => questions.map(({ asked }) => [asked.search, asked.from]),
    answer: (reply?: Reply<'passcodes.page'>) => questions.at(-1)?.answer(reply),
    pass(milliseconds: number) {
      now += milliseconds;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { job } of due) job();
    },
  };
}

test('rows that came with the last answer are not asked for again', async () => {
  const { rows, asked, answer, questions } = open();
  rows.refresh();
  await answer();
  rows.look({ first: 0, last: 15 });
  rows.look({ first: 30, last: 50 });
  expect(asked()).toEqual([['', 0]]);
  expect(questions[0]?.asked.count).toBe(ROWS_AT_ONCE);
  rows.look({ first: 50, last: 70 });
  expect(asked()).toEqual([
    ['', 0],
    ['', 30],
  ]);
});

test('there is one question at a time, however fast the list is scrolled; the last place counts', async () => {
  const { rows, asked, answer, state } = open();
  rows.refresh();
  for (let first = 0; first < 9_000; first += 100) rows.look({ first, last: first + 20 });
  expect(asked()).toEqual([['', 0]]);
  await answer();
  expect(asked()).toEqual([
    ['', 0],
    ['', 8_880],
  ]);
  await answer();
  expect(state()?.from).toBe(8_880);
  expect(asked()).toHaveLength(2);
});

test('one timer waits for the first code to end, and then asks for what is seen', async () => {
  const { rows, asked, answer, timers, pass } = open();
  rows.refresh();
  await answer();
  rows.look({ first: 500, last: 520 });
  await answer();
  const left = 30_000 - (START % 30_000);
  expect(timers()).toEqual([left]);
  pass(left);
  expect(asked().at(-1)).toEqual(['', 480]);
  await answer();
  expect(timers()).toEqual([30_000]);
});

test('a search waits for the end of the typing and begins at the top', async () => {
  const { rows, asked, answer, pass } = open();
  rows.refresh();
  await answer();
  rows.look({ first: 500, last: 520 });
  await answer();
  rows.search('f');
  pass(TYPING - 1);
  rows.search('fo');
  pass(TYPING - 1);
  expect(asked()).toHaveLength(2);
  pass(1);
  expect(asked().at(-1)).toEqual(['fo', 0]);
  expect(asked()).toHaveLength(3);
});

test('codes that cannot be renewed do not stand, and are asked for again', async () => {
  const { rows, asked, answer, state, timers, pass } = open();
  rows.refresh();
  await answer();
  rows.refresh();
  await answer({ ok: false, error: 'internal' });
  expect(state()).toMatchObject({ entries: [], error: 'internal', total: TOTAL });
  expect(timers()).toEqual([1_000]);
  pass(1_000);
  await answer();
  expect(asked()).toHaveLength(3);
  expect(state()?.error).toBeNull();
});

test('nothing goes on after the end', async () => {
  const { rows, answer, timers, state } = open();
  rows.refresh();
  rows.search('f');
  rows.stop();
  await answer();
  expect(timers()).toEqual([]);
  expect(state()).toBeUndefined();
});

/** Browsers take a timer of more than 2^31 − 1 milliseconds for one that is due at once. */
test.each([3_000_000, 1e9, Number.MAX_SAFE_INTEGER])(
  'a code that lives for %d seconds keeps nothing busy',
  async (period) => {
    const { rows, timers, answer } = open();
    rows.refresh();
    const entries = [{ ...entry(1), period }];
    await answer({ ok: true, value: { total: 1, revision: 1, at: START, entries } });
    expect(timers()).toEqual([expect.any(Number)]);
    expect(timers()[0]).toBeGreaterThan(60_000);
    expect(timers()[0]).toBeLessThan(2 ** 31);
  },
);
