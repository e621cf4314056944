import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { DeviceId, UserId } from '../../lib/protocol/ids.ts';
import { PRINTED_COUNT, PRINTED_DIGITS, type PrintedView } from '../../lib/protocol/passcodes.ts';
import type { Schema } from '../db/schema.ts';
import type { Floor, Tx } from '../room.ts';
import { randomCodes } from './random-digits.ts';
import type { SlowHash } from './slow-hash.ts';

/** Codes on their way to the paper, with what they will be checked by. */
export interface NewPrinted {
  codes: string[];
  hashes: string[];
}

/** Codes that a person prints for themselves. */
export function createPrinted(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  { slowHash }: { slowHash: SlowHash },
) {
  /** Whose codes are being made: one person's haste must not take all places of the slow hash. */
  const making = new Set<UserId>();

  /** Draws new codes; they are good once `replace` has put them in place. @throws `too_many` */
  async function draw(user: UserId): Promise<NewPrinted> {
    if (making.has(user)) throw new Refusal('too_many');
    making.add(user);
    try {
      const codes = randomCodes(random, { count: PRINTED_COUNT, digits: PRINTED_DIGITS });
      const hashes: string[] = [];
      for (const code of codes) hashes.push(await slowHash.hashOf(user, code));
      return { codes, hashes };
    } finally {
      making.delete(user);
    }
  }

  /** Puts new codes in the place of all that the person had; answers when, in milliseconds. */
  async function replace(tx: Tx, { user, device, hashes }: Replaced): Promise<number> {
    const at = clock.now();
    await tx.query.deleteFrom('printed_codes').where('user_id', '=', user).execute();
    await tx.query
      .insertInto('printed_codes')
      .values(hashes.map((hash) => ({ user_id: user, hash, used_at: null, created_at: at })))
      .execute();
    await audit.record(tx, { event: 'printed.made', user, device, detail: { count: hashes.length } });
    tx.changed(`user:${user}`);
    return at;
  }

  /** Ends codes that were made since, used or not; false if there were none. */
  async function end(tx: Tx, { user, since, reason }: Ended): Promise<boolean> {
    const ended = await tx.query
      .deleteFrom('printed_codes')
      .where('user_id', '=', user)
      .where('created_at', '>=', since)
      .returning('hash')
      .execute();
    if (ended.length === 0) return false;
    await audit.record(tx, { event: 'printed.ended', reason, user });
    tx.changed(`user:${user}`);
    return true;
  }

  /** How many are left, of those made last. */
  async function view(query: Kysely<Schema>, user: UserId): Promise<PrintedView> {
    const { left, madeAt } = await query
      .selectFrom('printed_codes')
      .select((row) => [
        row.fn.countAll<number>().filterWhere('used_at', 'is', null).as('left'),
        row.fn.max('created_at').as('madeAt'),
      ])
      .where('user_id', '=', user)
      .executeTakeFirstOrThrow();
    return { left, madeAt };
  }

  return { draw, replace, end, view };
}

interface Replaced {
  user: UserId;
  /** The paired browser that asked. */
  device: DeviceId;
  hashes: readonly string[];
}

interface Ended {
  user: UserId;
  since: number;
  /** `disowned`: on the strength of a sign-in that was somebody else's. */
  reason: 'disowned' | 'operator';
}
