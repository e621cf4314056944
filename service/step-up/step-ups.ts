import { MINUTE } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import { type DeviceId, OWN_APPLICATION, type TransactionId, type UserId } from '../../lib/protocol/ids.ts';
import { STEP_UP_LIFE, STEP_UP_OPENING, type StepUpPurpose } from '../../lib/protocol/step-up.ts';
import { hashOf, opaqueId, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { StepUpNeeds } from './needs.ts';

/** How many step-ups one device may begin in a minute: each opens a page, and may send requests. */
const LIMIT = 5;

/** Whose proof it is, and for what. */
export interface Asked {
  user: UserId;
  /** The paired browser that asks, and that alone may use the proof. */
  device: DeviceId;
  purpose: StepUpPurpose;
}

/** The paired browser that began a step-up, and when, in milliseconds. */
export interface Asker {
  device: DeviceId;
  since: number;
}

/** The rows: begun by a device, opened once, granted by a factor, good for `STEP_UP_LIFE` from then on. */
export function createStepUps(
  { db, clock, random, audit }: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>,
  { users, prompt }: Pick<StepUpNeeds, 'users' | 'prompt'>,
) {
  /** @throws `user_disabled`, `too_many` */
  async function begin(tx: Tx, asked: Asked): Promise<{ transaction: TransactionId; secret: string }> {
    await requireActive(tx, asked.user);
    const transaction = opaqueId(random) as TransactionId;
    const secret = secretToken(random);
    const now = clock.now();
    const lately = tx.query
      .selectFrom('step_ups')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('device_id', '=', asked.device)
      .where('created_at', '>', now - MINUTE);
    const begun = await tx.query
      .insertInto('step_ups')
      .columns(columns)
      .expression(
        tx.query
          .selectNoFrom(({ val }) => [
            val(transaction).as('transaction_id'),
            val(asked.user).as('user_id'),
            val(asked.device).as('device_id'),
            val(asked.purpose).as('purpose'),
            val(hashOf(secret)).as('opening_hash'),
            val(now + STEP_UP_OPENING).as('opening_until'),
            val(now).as('created_at'),
          ])
          .where(lately, '<', LIMIT),
      )
      .returning('transaction_id')
      .executeTakeFirst();
    if (!begun) throw new Refusal('too_many');
    await record(tx, { event: 'step_up.begun', transaction, asked });
    return { transaction, secret };
  }

  /** Whether an address leads somewhere. */
  const leads = async (secret: string): Promise<boolean> =>
    (await db.read
      .selectFrom('step_ups')
      .select('transaction_id')
      .where('opening_hash', '=', hashOf(secret))
      .executeTakeFirst()) !== undefined;

  /** Uses the address up, and opens the prompt for whoever followed it; null where it leads nowhere any more. */
  async function open(
    tx: Tx,
    { secret, address, userAgent }: { secret: string; address: string; userAgent: string },
  ) {
    const opened = await tx.query
      .updateTable('step_ups')
      .set({ opening_hash: null })
      .where('opening_hash', '=', hashOf(secret))
      .where('opening_until', '>', clock.now())
      .returning(['transaction_id', 'user_id'])
      .executeTakeFirst();
    if (!opened) return null;
    return prompt.openOwn(tx, { id: opened.transaction_id, user: opened.user_id, address, userAgent });
  }

  /**
   * The prompt has ended well. Its time counts from the factor's answer, so that a page left open proves nothing
   * later. @throws `step_up_needed` where no factor was asked for
   */
  async function grant(tx: Tx, transaction: TransactionId): Promise<void> {
    const granted = await tx.query
      .updateTable('step_ups')
      .from('transactions')
      .set((eb) => ({ granted_at: eb.ref('transactions.approved_at') }))
      .where('step_ups.transaction_id', '=', transaction)
      .whereRef('transactions.id', '=', 'step_ups.transaction_id')
      .whereRef('transactions.user_id', '=', 'step_ups.user_id')
      .where('transactions.state', '=', 'finished')
      .where('transactions.factor', '<>', 'none')
      .returning(['step_ups.user_id as user', 'step_ups.device_id as device', 'purpose'])
      .executeTakeFirst();
    if (!granted) throw new Refusal('step_up_needed');
    await record(tx, { event: 'step_up.granted', transaction, asked: granted });
  }

  /**
   * Granted lately, in the very browser that asked, and not taken back since ("Not you?"). Without the presence of
   * that browser a thief of one device could send the prompt's address to the person, who would prove it for him.
   */
  const standing = (query: Tx['query'], transaction: TransactionId) =>
    query
      .selectFrom('step_ups')
      .innerJoin('transactions', 'transactions.id', 'step_ups.transaction_id')
      .innerJoin('presences', (join) =>
        join
          .onRef('presences.transaction_id', '=', 'step_ups.transaction_id')
          .onRef('presences.device_id', '=', 'step_ups.device_id'),
      )
      .select('step_ups.transaction_id')
      .where('step_ups.transaction_id', '=', transaction)
      .where('transactions.state', '=', 'finished')
      .where('granted_at', '>', clock.now() - STEP_UP_LIFE);

  /** @throws `step_up_needed`, `user_disabled` */
  async function require(
    tx: Tx,
    { transaction, device, user, purpose }: Asked & { transaction: TransactionId },
  ): Promise<void> {
    const found = await standing(tx.query, transaction)
      .where('step_ups.user_id', '=', user)
      .where('step_ups.device_id', '=', device)
      .where('purpose', '=', purpose)
      .executeTakeFirst();
    if (!found) throw new Refusal('step_up_needed');
    await requireActive(tx, user);
  }

  async function requireActive(tx: Tx, user: UserId): Promise<void> {
    if ((await users.find(tx.query, user))?.status !== 'active') throw new Refusal('user_disabled');
  }

  interface Recorded {
    event: string;
    transaction: TransactionId;
    asked: Asked;
  }

  const record = (tx: Tx, { event, transaction, asked: { user, device, purpose } }: Recorded) =>
    audit.record(tx, { event, reason: purpose, user, device, application: OWN_APPLICATION, transaction });

  /** Which paired browser asked for it, and when; null for an ordinary sign-in. */
  async function askerOf(tx: Tx, transaction: TransactionId): Promise<Asker | null> {
    const row = await tx.query
      .selectFrom('step_ups')
      .select(['device_id as device', 'created_at as since'])
      .where('transaction_id', '=', transaction)
      .executeTakeFirst();
    return row ?? null;
  }

  return {
    begin,
    askerOf,
    leads,
    open,
    grant,
    require,
    isGranted: async (transaction: TransactionId): Promise<boolean> =>
      (await standing(db.read, transaction).executeTakeFirst()) !== undefined,
  };
}

/** In the order of the selection above. */
const columns = [
  'transaction_id',
  'user_id',
  'device_id',
  'purpose',
  'opening_hash',
  'opening_until',
  'created_at',
] as const;
