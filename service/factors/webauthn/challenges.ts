import type { ExpressionBuilder, Kysely } from 'kysely';
import type { DeviceId, PushId, TransactionId } from '../../../lib/protocol/ids.ts';
import { CHALLENGE_LIFE } from '../../../lib/protocol/webauthn.ts';
import type { Row, Schema } from '../../db/schema.ts';
import { change, statement } from '../../db/statement.ts';
import { hashOf, opaqueId } from '../../ids.ts';
import type { Floor, Tx } from '../../room.ts';

export type Challenge = Row<'challenges'>;

/** Whose question it is; each asker has one at a time. */
export type Asker = { purpose: 'sign_in' | 'register'; transaction: TransactionId } | OfDevice;
type OfDevice =
  | { purpose: 'register'; device: DeviceId }
  | { purpose: 'confirm'; device: DeviceId; push: PushId };

type NewChallenge = Pick<Challenge, 'purpose' | 'user_id' | 'transaction_id' | 'kind'> &
  Partial<Pick<Challenge, 'device_id' | 'push_id' | 'ticket_hash'>>;

const insert = change<Challenge>()((query, row) => query.insertInto('challenges').values(row));

interface OfPrompt {
  transaction: TransactionId;
  purpose: Challenge['purpose'];
}

const dropOfPrompt = change<OfPrompt>()((query, { transaction, purpose }) =>
  query
    .deleteFrom('challenges')
    .where('transaction_id', '=', transaction)
    .where('purpose', '=', purpose)
    .where('device_id', 'is', null),
);

const openOfPrompt = statement<OfPrompt & { now: number }>()((query, { transaction, purpose, now }) =>
  query
    .selectFrom('challenges')
    .selectAll()
    .where('transaction_id', '=', transaction)
    .where('purpose', '=', purpose)
    .where('device_id', 'is', null)
    .where('expires_at', '>', now),
);

const use = change<{ challenge: string; now: number }>()((query, { challenge, now }) =>
  query.deleteFrom('challenges').where('challenge', '=', challenge).where('expires_at', '>', now),
);

const ofDevice = (asker: OfDevice) => (row: ExpressionBuilder<Schema, 'challenges'>) =>
  row.and([
    row('device_id', '=', asker.device),
    row('purpose', '=', asker.purpose),
    asker.purpose === 'confirm' ? row('push_id', '=', asker.push) : row('push_id', 'is', null),
  ]);

/** Questions to authenticators (WebAuthn §13.4.3): 16 random bytes, five minutes, one answer. */
export function createChallenges({ clock, random }: Pick<Floor, 'clock' | 'random'>) {
  /** Asks anew; what this asker asked before is void. */
  async function issue(tx: Tx, asker: Asker, fields: NewChallenge): Promise<Challenge> {
    await drop(tx, asker);
    const row: Challenge = {
      device_id: null,
      push_id: null,
      ticket_hash: null,
      ...fields,
      challenge: opaqueId(random),
      taken_at: null,
      expires_at: clock.now() + CHALLENGE_LIFE,
    };
    await insert(tx.query, row);
    return row;
  }

  async function drop(tx: Tx, asker: Asker): Promise<void> {
    if ('transaction' in asker) await dropOfPrompt(tx.query, asker);
    else await tx.query.deleteFrom('challenges').where(ofDevice(asker)).execute();
  }

  /** The question that this asker has open; null if there is none, or its time is over. */
  async function open(query: Kysely<Schema>, asker: Asker): Promise<Challenge | null> {
    const now = clock.now();
    if ('transaction' in asker) return (await openOfPrompt(query, { ...asker, now }))[0] ?? null;
    const row = await query
      .selectFrom('challenges')
      .selectAll()
      .where(ofDevice(asker))
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row ?? null;
  }

  /** Uses it up: true for exactly one answer, be it right or wrong. */
  const consume = async (tx: Tx, { challenge }: Pick<Challenge, 'challenge'>): Promise<boolean> =>
    (await use(tx.query, { challenge, now: clock.now() })) > 0;

  /** For the ceremony page: the question of its ticket, given out once. */
  async function take(tx: Tx, ticket: string): Promise<Challenge | null> {
    const taken = await tx.query
      .updateTable('challenges')
      .set({ taken_at: clock.now() })
      .where('ticket_hash', '=', hashOf(ticket))
      .where('taken_at', 'is', null)
      .where('expires_at', '>', clock.now())
      .returningAll()
      .executeTakeFirst();
    return taken ?? null;
  }

  /** The question of this ticket, given out or not. */
  async function byTicket(query: Kysely<Schema>, ticket: string): Promise<Challenge | null> {
    const row = await query
      .selectFrom('challenges')
      .selectAll()
      .where('ticket_hash', '=', hashOf(ticket))
      .where('expires_at', '>', clock.now())
      .executeTakeFirst();
    return row ?? null;
  }

  /** What this sign-in or step-up has asked, by whomever. */
  async function dropAllOf(tx: Tx, transaction: TransactionId): Promise<void> {
    await tx.query.deleteFrom('challenges').where('transaction_id', '=', transaction).execute();
  }

  return { issue, drop, dropAllOf, open, consume, take, byTicket };
}

export type Challenges = ReturnType<typeof createChallenges>;
