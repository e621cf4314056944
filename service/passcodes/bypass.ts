import { MINUTE } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { BypassCodeId, UserId } from '../../lib/protocol/ids.ts';
import { BYPASS_DIGITS } from '../../lib/protocol/passcodes.ts';
import type { Row } from '../db/schema.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { randomCodes } from './random-digits.ts';
import type { SlowHash } from './slow-hash.ts';

/** Codes that one person can have at a time (§5.8). */
const MOST = 100;

/** What the help desk asks for. */
export interface BypassWish {
  count: number;
  /** How often each is good. */
  uses: number;
  /** How long; 0: until it is used up or removed. */
  minutes: number;
}

export interface MadeCode {
  id: BypassCodeId;
  code: string;
}

interface Added {
  id: BypassCodeId;
  user: UserId;
  hash: string;
  uses: number;
  expiresAt: number | null;
}

/** A code as lists show it. */
export type BypassCode = Omit<Row<'bypass_codes'>, 'hash'>;

/** Codes that the help desk gives out. */
export function createBypass(
  { db, clock, random, audit }: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>,
  { slowHash }: { slowHash: SlowHash },
) {
  /** The codes, this once. @throws `too_many` where the person would have more than can be; then none is made */
  async function make(user: UserId, { count, uses, minutes }: BypassWish): Promise<MadeCode[]> {
    const made: (MadeCode & { hash: string })[] = [];
    for (const code of randomCodes(random, { count, digits: BYPASS_DIGITS })) {
      const id = publicId('BC', random) as BypassCodeId;
      made.push({ id, code, hash: await slowHash.hashOf(user, code) });
    }
    const expiresAt = minutes === 0 ? null : clock.now() + minutes * MINUTE;
    await db.write(async (tx) => {
      for (const { id, hash } of made) await add(tx, { id, user, hash, uses, expiresAt });
      await tell(tx, { event: 'bypass.made', user, detail: { count, uses, minutes } });
    });
    return made.map(({ id, code }) => ({ id, code }));
  }

  async function add(tx: Tx, { id, user, hash, uses, expiresAt }: Added): Promise<void> {
    const now = clock.now();
    const good = active(tx.query, now)
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('user_id', '=', user);
    const added = await tx.query
      .insertInto('bypass_codes')
      .columns(columns)
      .expression(
        tx.query
          .selectNoFrom(({ val }) => [
            val(id).as('id'),
            val(user).as('user_id'),
            val(hash).as('hash'),
            val(uses).as('uses_left'),
            val(expiresAt).as('expires_at'),
            val(now).as('created_at'),
          ])
          .where(good, '<', MOST),
      )
      .returning('id')
      .executeTakeFirst();
    if (!added) throw new Refusal('too_many');
  }

  /** Ends one, or all. Answers how many there were. */
  async function remove(tx: Tx, user: UserId, id: BypassCodeId | 'all'): Promise<number> {
    const removed = await tx.query
      .deleteFrom('bypass_codes')
      .where('user_id', '=', user)
      .$if(id !== 'all', (query) => query.where('id', '=', id as BypassCodeId))
      .returning('id')
      .execute();
    if (removed.length > 0)
      await tell(tx, { event: 'bypass.removed', user, detail: { count: removed.length } });
    return removed.length;
  }

  interface Told {
    event: string;
    user: UserId;
    detail: Record<string, number>;
  }

  async function tell(tx: Tx, { event, user, detail }: Told): Promise<void> {
    await audit.record(tx, { event, reason: 'operator', user, detail });
    tx.changed(`user:${user}`);
  }

  return {
    make,
    remove,
    /** Those that are still good, the oldest first. */
    list: (user: UserId): Promise<BypassCode[]> =>
      active(db.read, clock.now())
        .select(['id', 'user_id', 'uses_left', 'expires_at', 'created_at'])
        .where('user_id', '=', user)
        .orderBy('created_at')
        .execute(),
  };
}

const active = (query: Tx['query'], now: number) =>
  query
    .selectFrom('bypass_codes')
    .where('uses_left', '>', 0)
    .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', now)]));

/** In the order of the selection above. */
const columns = ['id', 'user_id', 'hash', 'uses_left', 'expires_at', 'created_at'] as const;
