import type { TokenId, UserId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { NO_RESYNC } from './match.ts';
import { createResync } from './resync-by-hand.ts';
import { sealSecret } from './token-secret.ts';

/** A token as its maker's list has it. */
export interface NewToken {
  serial: string;
  type: Row<'tokens'>['type'];
  secret: Uint8Array;
  /** The next counter; 0 for a time-based one. */
  counter: number;
  /** Seconds; 0 for a counter-based one. */
  period: number;
  user: UserId | null;
}

/** A token as lists show it, without its secret. */
export type HardwareToken = Omit<Row<'tokens'>, 'secret'>;

/** Rows of one statement: SQLite takes 32,766 values at most. */
const AT_ONCE = 500;

/** Hardware tokens, as the operator imports and assigns them. */
export function createHardwareTokens(floor: Floor, { sealing }: { sealing: Sealing }) {
  const { db, clock, random, audit } = floor;

  /** Adds all of them. Answers the serial numbers that are taken; the caller then undoes the rest. */
  async function add(tx: Tx, tokens: readonly NewToken[]): Promise<string[]> {
    const rows = tokens.map(rowOf);
    const added = new Set<string | null>();
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const inserted = await tx.query
        .insertInto('tokens')
        .values(rows.slice(from, from + AT_ONCE))
        .onConflict((conflict) => conflict.column('serial').doNothing())
        .returning('serial')
        .execute();
      for (const { serial } of inserted) added.add(serial);
    }
    const taken = rows.flatMap(({ serial }) => (added.has(serial) ? [] : [serial]));
    if (taken.length > 0) return taken;
    await audit.record(tx, { event: 'token.imported', detail: { count: rows.length } });
    for (const row of rows) if (row.user_id) await tell(tx, row, 'token.assigned');
    return [];
  }

  function rowOf({ serial, type, secret, counter, period, user }: NewToken) {
    const id = publicId('DH', random) as TokenId;
    return {
      id,
      user_id: user,
      device_id: null,
      serial,
      type,
      period,
      secret: sealSecret(sealing, id, secret),
      state: 'ready',
      counter,
      ...NO_RESYNC,
      created_at: clock.now(),
      last_used_at: null,
    } as const;
  }

  /** Gives a token that nobody has to a person. False if there is none such. */
  async function assign(tx: Tx, serial: string, user: UserId): Promise<boolean> {
    const row = await tx.query
      .updateTable('tokens')
      .set({ user_id: user, ...NO_RESYNC })
      .where('serial', '=', serial)
      .where('user_id', 'is', null)
      .returning(['id', 'serial', 'user_id'])
      .executeTakeFirst();
    if (!row) return false;
    await tell(tx, row, 'token.assigned');
    return true;
  }

  /** Takes it back from whoever has it. False if nobody has. Its counter stays, so that no code is good twice. */
  async function unassign(tx: Tx, serial: string): Promise<boolean> {
    const held = await find(tx, serial);
    if (!held?.user_id) return false;
    const row = await tx.query
      .updateTable('tokens')
      .set({ user_id: null, ...NO_RESYNC })
      .where('id', '=', held.id)
      .where('user_id', '=', held.user_id)
      .returning('id')
      .executeTakeFirst();
    if (!row) return false;
    await tell(tx, held, 'token.unassigned');
    return true;
  }

  /** Deletes it with its secret, also where it is somebody's last way to sign in. False if there is no such token. */
  async function remove(tx: Tx, serial: string): Promise<boolean> {
    const row = await tx.query
      .deleteFrom('tokens')
      .where('serial', '=', serial)
      .returning(['id', 'serial', 'user_id'])
      .executeTakeFirst();
    if (!row) return false;
    await tell(tx, row, 'token.removed');
    return true;
  }

  async function tell(tx: Tx, { id, serial, user_id }: Told, event: string): Promise<void> {
    await audit.record(tx, {
      event,
      reason: 'operator',
      user: user_id,
      detail: { about: serial ?? '', token: id },
    });
    if (user_id) tx.changed(`user:${user_id}`);
  }

  const find = async ({ query }: Pick<Tx, 'query'>, serial: string): Promise<HardwareToken | null> =>
    (await query.selectFrom('tokens').select(shown).where('serial', '=', serial).executeTakeFirst()) ?? null;

  return {
    add,
    assign,
    unassign,
    remove,
    resync: createResync(floor, { sealing }),
    find: (serial: string) => find({ query: db.read }, serial),
    /** One person's. */
    of: (user: UserId): Promise<HardwareToken[]> =>
      db.read
        .selectFrom('tokens')
        .select(shown)
        .where('user_id', '=', user)
        .where('serial', 'is not', null)
        .execute(),
    list: (): Promise<HardwareToken[]> =>
      db.read.selectFrom('tokens').select(shown).where('serial', 'is not', null).orderBy('serial').execute(),
  };
}

type Told = Pick<Row<'tokens'>, 'id' | 'serial' | 'user_id'>;

const shown = [
  'id',
  'user_id',
  'device_id',
  'serial',
  'type',
  'period',
  'state',
  'counter',
  'resync_next',
  'resync_hits',
  'resync_since',
  'created_at',
  'last_used_at',
] as const;
