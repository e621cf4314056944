import { describe, expect, test } from 'vitest';
import { codeGroups } from '../../../components/passcodes/code-groups.ts';
import { copyCode } from '../../../components/passcodes/copy-code.ts';
import { firstToEnd } from '../../../components/popup/passcode-rows.ts';
import {
  askFrom,
  covers,
  ROW_HEIGHT,
  ROWS_AT_ONCE,
  rowWindow,
} from '../../../components/popup/row-window.ts';
import { rowAfter } from '../../../components/popup/use-row-keys.ts';
import { type EntryId, type EntryView, PAGE_LIMIT } from '../../../lib/messages/passcodes.ts';

test('codes stand in groups of three', () => {
  expect(['123456', '1234567', '12345678', ''].map(codeGroups)).toEqual([
    '123 456',
    '123 456 7',
    '123 456 78',
    '',
  ]);
});

describe('the rows that are drawn', () => {
  const seen = (above: number, total = 10_000) => rowWindow({ above, height: 600, total });

  test('are those in the window and a few around them', () => {
    expect(seen(0)).toEqual({ first: 0, last: 15 });
    expect(seen(5_000 * ROW_HEIGHT)).toEqual({ first: 4_995, last: 5_015 });
  });

  test('end with the list', () => {
    expect(seen(0, 3)).toEqual({ first: 0, last: 3 });
    expect(seen(10_000 * ROW_HEIGHT - 600)).toEqual({ first: 9_985, last: 10_000 });
    expect(seen(0, 0)).toEqual({ first: 0, last: 0 });
  });

  test('are none for a list that was scrolled away, and at first for one below the window', () => {
    expect(seen(-2_000)).toEqual({ first: 0, last: 0 });
    expect(seen(20_000 * ROW_HEIGHT)).toEqual({ first: 10_000, last: 10_000 });
  });

  test('are never more than one question gives, however high the window', () => {
    const { first, last } = rowWindow({ above: 0, height: 100_000, total: 10_000 });
    expect(last - first).toBe(ROWS_AT_ONCE);
    expect(ROWS_AT_ONCE).toBeLessThanOrEqual(PAGE_LIMIT);
  });

  test('stand in the middle of what is asked for, wherever they are', () => {
    for (let above = 0; above < 10_000 * ROW_HEIGHT; above += 977) {
      const range = seen(above);
      expect(covers(askFrom(range), range)).toBe(true);
    }
    expect(askFrom({ first: 100, last: 120 })).toBe(80);
  });
});

describe('the keys among the rows', () => {
  const place = { row: 4, total: 100 };

  test('go up, down and to the ends', () => {
    const keys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
    expect(keys.map((key) => rowAfter(key, place))).toEqual([3, 5, 0, 10, 0, 99]);
  });

  test('lead from the first row to the search, and stay within the list', () => {
    expect(rowAfter('ArrowUp', { row: 0, total: 100 })).toBe(-1);
    expect(rowAfter('ArrowDown', { row: 99, total: 100 })).toBe(99);
    expect(rowAfter('ArrowDown', { row: -1, total: 0 })).toBeNull();
  });

  test('are those alone', () => expect(rowAfter('a', place)).toBeNull());
});

describe('the first code to end', () => {
  const entry = (part: Partial<EntryView>): EntryView => ({
    id: '0'.repeat(22) as EntryId,
    issuer: '',
    account: '',
    type: 'totp',
    pinned: false,
    device: null,
    code: '123456',
    period: 30,
    error: null,
    ...part,
  });

  test('is that of the shortest time that is left', () => {
    const entries = [entry({}), entry({ period: 60 }), entry({ period: 45 })];
    expect(firstToEnd({ at: 31_000, entries })).toBe(45_000);
    expect(firstToEnd({ at: 46_000, entries })).toBe(60_000);
    expect(firstToEnd({ at: 60_000, entries })).toBe(90_000);
  });

  test('is none where none ends by itself', () => {
    const entries = [entry({ type: 'hotp', period: 0 }), entry({ code: null, error: 'vault_damaged' })];
    expect(firstToEnd({ at: 0, entries })).toBeNull();
  });
});

describe('copying', () => {
  const steps: string[] = [];
  const copy = (prepared: Parameters<typeof copyCode>[0]['prepare'], write = async () => {}) => {
    steps.length = 0;
    return copyCode(
      {
        prepare: () => {
          steps.push('prepare');
          return prepared();
        },
        write: (code) => {
          steps.push(`write ${code}`);
          return write();
        },
      },
      '123456',
    );
  };

  test('arranges the clearing before anything is in the clipboard', async () => {
    expect(await copy(async () => ({ ok: true }))).toBeNull();
    expect(steps).toEqual(['prepare', 'write 123456']);
  });

  test('copies nothing whose clearing could not be arranged', async () => {
    expect(await copy(async () => ({ ok: false, error: 'internal' }))).toBe('internal');
    expect(steps).toEqual(['prepare']);
  });

  test('says that the browser refused', async () => {
    const refuse = () => Promise.reject(new Error('no'));
    expect(await copy(async () => ({ ok: true }), refuse)).toBe('clipboard_refused');
  });
});
