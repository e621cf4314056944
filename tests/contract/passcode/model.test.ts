import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { openRooms, type Rooms } from '../../../service/rooms.ts';
import { systemRandom } from '../../../service/system.ts';
import { TestToken } from '../../fakes/token.ts';
import { type ModelToken, type Worth, worthOf } from './model.ts';

/** 1 January 2026, at the beginning of a time step. */
const BEGINNING = 1_767_225_600_000;

let folder: string;
let rooms: Rooms;
let now = BEGINNING;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-model-'));
  const nothing = () => {};
  rooms = await openRooms({
    origin: 'https://localhost',
    data: folder,
    secretFile: join(folder, 'secret.key'),
    clock: { now: () => now },
    random: systemRandom,
    log: { info: nothing, warn: nothing, error: nothing },
  });
});
afterAll(async () => {
  await rooms.close();
  rmSync(folder, { recursive: true });
});

type Kind = 'h6' | 'h8' | 't6' | 't8';
interface Held extends ModelToken {
  serial: string;
  /** How often its button was pressed: what it shows next. */
  pressed: number;
}

let people = 0;

/** A person with these tokens, in the room and in the model. */
async function begin(kinds: readonly Kind[]): Promise<{ user: UserId; tokens: Held[] }> {
  const name = `person-${++people}`;
  const { floor, users, passcodes } = rooms;
  const user = await floor.db.write((tx) =>
    users.add(tx, { username: name, displayName: name, email: null }),
  );
  if (!user) throw new Error('not added');
  const tokens = kinds.map((kind, at) => held(kind, `${name}-${at}`));
  const made = tokens.map(({ serial, kind }, at) => ({
    serial,
    type: kinds[at] ?? 'h6',
    secret: secretOf(serial),
    counter: 0,
    period: kind === 'time' ? 30 : 0,
    user,
  }));
  // One after the other, since the room asks the oldest first.
  for (const token of made) {
    now += 1;
    await floor.db.write((tx) => passcodes.hardwareTokens.add(tx, [token]));
  }
  return { user, tokens };
}

const secretOf = (serial: string): Buffer => createHash('sha1').update(serial).digest();

function held(type: Kind, serial: string): Held {
  const digits = Number(type[1]);
  const shows = new TestToken(secretOf(serial), digits);
  const known = new Map<number, string>();
  const codeAt = (at: number): string => {
    const code = known.get(at) ?? shows.code(at);
    known.set(at, code);
    return code;
  };
  const kind = type.startsWith('t') ? 'time' : 'counter';
  return { kind, digits, codeAt, next: 0, row: null, serial, pressed: 0 };
}

async function typed(user: UserId, code: string): Promise<Worth> {
  const count = await rooms.passcodes.judge({ user, code, browsers: true });
  const outcome = await rooms.floor.db.write(count);
  if ('accepted' in outcome) return 'accepted';
  return outcome.refused === 'passcode_used' ? 'used' : 'wrong';
}

/** What the room keeps of each token, in the model's words. */
async function kept(user: UserId) {
  const rows = await rooms.floor.db.read
    .selectFrom('tokens')
    .select(['serial', 'counter', 'resync_next', 'resync_hits', 'resync_since'])
    .where('user_id', '=', user)
    .orderBy('created_at')
    .execute();
  return rows.map(({ serial, counter, resync_next, resync_hits, resync_since }) => ({
    serial,
    next: counter,
    row: resync_next === null ? null : { next: resync_next, count: resync_hits, since: Number(resync_since) },
  }));
}

const EDGES = [-2, -1, 0, 1, 18, 19, 20, 21, 500, 997, 998, 999, 1_000];

/** What somebody may do, with the token that they do it to. */
const act = fc.record({
  at: fc.nat(2),
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ do: 'type the next' } as const) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('press' as const), times: fc.integer({ min: 1, max: 30 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('press' as const), times: fc.constantFrom(300, 980, 1_000) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('type at' as const), edge: fc.constantFrom(...EDGES) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('type three from' as const), edge: fc.constantFrom(...EDGES) }),
    },
    { weight: 2, arbitrary: fc.constant({ do: 'type what follows' } as const) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('guess' as const), code: fc.nat(99_999_999) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        time: fc.constantFrom(1, 29_999, 30_000, 30_001, 60_000, 149_999, 299_999, 300_000, 300_001),
      }),
    },
  ),
});
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

/** The codes that are typed by it. */
function codesOf(token: Held, what: Act['what']): string[] {
  const base = token.kind === 'time' ? Math.floor(now / 30_000) : token.next;
  const at = (ahead: number): string => token.codeAt(Math.max(0, base + ahead));
  switch (what.do) {
    case 'wait':
      now += what.time;
      return [];
    case 'press':
      token.pressed += what.times;
      return [];
    case 'type the next':
      return [token.codeAt(token.kind === 'time' ? base : token.pressed++)];
    case 'type at':
      return [at(what.edge)];
    case 'type three from':
      return [at(what.edge), at(what.edge + 1), at(what.edge + 2)];
    case 'type what follows':
      return [token.codeAt(token.row?.next ?? base)];
    case 'guess':
      return [String(what.code).padStart(8, '0').slice(-token.digits)];
  }
}

describe('the tables of §5.7', () => {
  it('hold for any schedule of presses, guesses and waits', async () => {
    const kinds = fc.constantFrom<Kind[]>(['h6'], ['h8', 't6'], ['h6', 'h8', 't8'], ['h6', 'h6', 't6']);
    const schedule = fc.array(act, { minLength: 5, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(kinds, schedule, async (types, acts) => {
        const { user, tokens } = await begin(types);
        for (const { at, what } of acts) {
          for (const code of codesOf(tokens[at % tokens.length] as Held, what)) {
            expect(await typed(user, code), JSON.stringify(what)).toBe(worthOf(tokens, code, now));
            const expected = tokens.map(({ serial, next, row }) => ({ serial, next, row }));
            expect(await kept(user)).toEqual(expected);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('a code that was accepted is never accepted again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 20 }), async (acts) => {
        const { user, tokens } = await begin(['h8', 't8']);
        const accepted: string[] = [];
        for (const { at, what } of acts) {
          for (const code of codesOf(tokens[at % tokens.length] as Held, what)) {
            const worth = await typed(user, code);
            worthOf(tokens, code, now);
            if (worth === 'accepted') accepted.push(code);
          }
        }
        expect(new Set(accepted).size).toBe(accepted.length);
        for (const code of accepted) expect(await typed(user, code)).not.toBe('accepted');
      }),
      { numRuns: 8 },
    );
  });

  it.each([
    ['the 20th code ahead', [19], ['accepted']],
    ['the 21st code ahead', [20], ['wrong']],
    ['three in a row just beyond', [20, 21, 22], ['wrong', 'wrong', 'accepted']],
    ['three in a row at the end', [997, 998, 999], ['wrong', 'wrong', 'accepted']],
    ['three in a row, the last a thousand away', [998, 999, 1_000], ['wrong', 'wrong', 'wrong']],
    ['three that do not follow', [30, 31, 33, 34, 35], ['wrong', 'wrong', 'wrong', 'wrong', 'accepted']],
    ['the same one again', [40, 40, 41, 42], ['wrong', 'wrong', 'wrong', 'accepted']],
  ])('%s', async (_, counters, worths) => {
    const { user, tokens } = await begin(['h6']);
    const said = [];
    for (const counter of counters) said.push(await typed(user, tokens[0]?.codeAt(counter) ?? ''));
    expect(said).toEqual(worths);
  });

  it.each([
    [0, 300_000, 'accepted'],
    [0, 300_001, 'wrong'],
    [299_999, 1, 'accepted'],
    [299_999, 2, 'wrong'],
  ])('a resync takes five minutes at most: %d ms and %d ms', async (first, second, worth) => {
    const { user, tokens } = await begin(['h6']);
    const at = (counter: number) => typed(user, tokens[0]?.codeAt(counter) ?? '');
    await at(50);
    now += first;
    await at(51);
    now += second;
    expect(await at(52)).toBe(worth);
  });

  it.each([
    [-2, 'wrong'],
    [-1, 'accepted'],
    [0, 'accepted'],
    [1, 'accepted'],
    [2, 'wrong'],
  ])('a time step is accepted next to now: %d', async (steps, worth) => {
    const { user, tokens } = await begin(['t6']);
    const step = Math.floor(now / 30_000);
    expect(await typed(user, tokens[0]?.codeAt(step + steps) ?? '')).toBe(worth);
  });

  it('a time step before one that was accepted is over', async () => {
    const { user, tokens } = await begin(['t6']);
    const step = Math.floor(now / 30_000);
    const at = (steps: number) => typed(user, tokens[0]?.codeAt(step + steps) ?? '');
    expect([await at(0), await at(-1), await at(0), await at(1), await at(1)]).toEqual([
      'accepted',
      'used',
      'used',
      'accepted',
      'used',
    ]);
  });
});
