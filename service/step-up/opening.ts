import { MINUTE } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { DeviceId, TransactionId } from '../../lib/protocol/ids.ts';
import { STEP_UP_OPENING, type StepUpPurpose } from '../../lib/protocol/step-up.ts';
import { hashOf, opaqueId, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { type Asked, entryOf, requireActive } from './asked.ts';
import type { StepUpNeeds } from './needs.ts';

/** How many step-ups one device may begin in a minute: each opens a page, and may send requests. */
const LIMIT = 5;

/** The paired browser that began a step-up, and when, in milliseconds. */
export interface Asker {
  device: DeviceId;
  since: number;
}

/** Whoever follows the address. */
interface Follower {
  secret: string;
  address: string;
  userAgent: string;
}

/** Beginning a step-up: a device gets an address, which opens one prompt. */
export function createOpening(
  { db, clock, random, audit }: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>,
  { users, prompt }: Pick<StepUpNeeds, 'users' | 'prompt'>,
) {
  /** @throws `user_disabled`, `too_many` */
  async function begin(tx: Tx, asked: Asked): Promise<{ transaction: TransactionId; secret: string }> {
    await requireActive(users, tx.query, asked.user);
    const transaction = opaqueId(random) as TransactionId;
    const secret = secretToken(random);
    if (!(await insert(tx, { ...asked, transaction, secret }))) throw new Refusal('too_many');
    await audit.record(tx, entryOf('step_up.begun', { ...asked, transaction }));
    return { transaction, secret };
  }

  /** False where the device has begun too many: the statement itself counts them. */
  async function insert(
    tx: Tx,
    { transaction, secret, user, device, purpose }: Asked & { transaction: TransactionId; secret: string },
  ): Promise<boolean> {
    const now = clock.now();
    const lately = tx.query
      .selectFrom('step_ups')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('device_id', '=', device)
      .where('created_at', '>', now - MINUTE);
    const begun = await tx.query
      .insertInto('step_ups')
      .columns(columns)
      .expression(
        tx.query
          .selectNoFrom(({ val }) => [
            val(transaction).as('transaction_id'),
            val(user).as('user_id'),
            val(device).as('device_id'),
            val(purpose).as('purpose'),
            val(hashOf(secret)).as('opening_hash'),
            val(now + STEP_UP_OPENING).as('opening_until'),
            val(now).as('created_at'),
          ])
          .where(lately, '<', LIMIT),
      )
      .returning('transaction_id')
      .executeTakeFirst();
    return begun !== undefined;
  }

  /** Which paired browser asked for it, and when; null for an ordinary sign-in. */
  async function askerOf(tx: Tx, transaction: TransactionId): Promise<Asker | null> {
    const row = await tx.query
      .selectFrom('step_ups')
      .select(['device_id as device', 'created_at as since'])
      .where('transaction_id', '=', transaction)
      .executeTakeFirst();
    return row ?? null;
  }

  /** What a prompt's success is for; null for an ordinary sign-in. */
  async function purposeOf(query: Tx['query'], transaction: TransactionId): Promise<StepUpPurpose | null> {
    const row = await query
      .selectFrom('step_ups')
      .select('purpose')
      .where('transaction_id', '=', transaction)
      .executeTakeFirst();
    return row?.purpose ?? null;
  }

  /** Whether an address leads somewhere. */
  async function leads(secret: string): Promise<boolean> {
    const row = await db.read
      .selectFrom('step_ups')
      .select('transaction_id')
      .where('opening_hash', '=', hashOf(secret))
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Uses the address up, and opens the prompt for whoever followed it; null where it leads nowhere any more. */
  async function open(tx: Tx, { secret, address, userAgent }: Follower) {
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

  return { begin, askerOf, purposeOf, leads, open };
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
