import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';
import { BYPASS_NAME, PRINTED_DIGITS, PRINTED_NAME } from '../../lib/protocol/passcodes.ts';
import type { Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';
import type { Floor, Tx } from '../room.ts';
import { type Outcome, USED, WRONG } from './outcome.ts';
import type { SlowHash } from './slow-hash.ts';
import { endResyncs } from './token-moves.ts';

/** One of a list, by the one hash that answers for all of it; the index compares, since only we can work it out. */
interface Listed {
  user: UserId;
  hash: string;
  now: number;
}

const usePrinted = change<Listed>()((query, { user, hash, now }) =>
  query
    .updateTable('printed_codes')
    .set({ used_at: now })
    .where('user_id', '=', user)
    .where('hash', '=', hash)
    .where('used_at', 'is', null),
);

const useBypass = statement<Listed>()((query, { user, hash, now }) =>
  query
    .updateTable('bypass_codes')
    .set({ uses_left: sql<number>`uses_left - 1` })
    .where('user_id', '=', user)
    .where('hash', '=', hash)
    .where('uses_left', '>', 0)
    .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', now)]))
    .returning('id'),
);

/** Codes that were written down: printed by the person, or given out by the help desk. */
export function createJudgeList({ clock }: Pick<Floor, 'clock'>, { slowHash }: { slowHash: SlowHash }) {
  return async function judgeList({
    user,
    code,
  }: {
    user: UserId;
    code: string;
  }): Promise<(tx: Tx) => Promise<Outcome>> {
    const hash = await slowHash.hashOf(user, code);
    const printed = code.length === PRINTED_DIGITS;
    return async (tx) => {
      await endResyncs(tx.query, { user });
      const listed = { user, hash, now: clock.now() };
      return printed ? countPrinted(tx, listed) : countBypass(tx, listed);
    };
  };
}

async function countPrinted({ query }: Tx, listed: Listed): Promise<Outcome> {
  if (await usePrinted(query, listed)) {
    return { accepted: { factor: 'passcode', name: PRINTED_NAME, device: null, id: null } };
  }
  return (await isPrinted(query, listed)) ? USED : WRONG;
}

async function countBypass({ query }: Tx, listed: Listed): Promise<Outcome> {
  const [used] = await useBypass(query, listed);
  if (used) return { accepted: { factor: 'bypass_code', name: BYPASS_NAME, device: null, id: used.id } };
  return (await isUsedUp(query, listed)) ? USED : WRONG;
}

const isPrinted = async (query: Kysely<Schema>, { user, hash }: Listed): Promise<boolean> =>
  (await query
    .selectFrom('printed_codes')
    .select('hash')
    .where('user_id', '=', user)
    .where('hash', '=', hash)
    .executeTakeFirst()) !== undefined;

const isUsedUp = async (query: Kysely<Schema>, { user, hash }: Listed): Promise<boolean> =>
  (await query
    .selectFrom('bypass_codes')
    .select('id')
    .where('user_id', '=', user)
    .where('hash', '=', hash)
    .where('uses_left', '=', 0)
    .executeTakeFirst()) !== undefined;
