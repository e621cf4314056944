import { sql } from 'kysely';
import { type ErrorCode, Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import type { Method } from '../../lib/protocol/prompt.ts';
import type { Floor, Tx } from '../room.ts';
import { choicesOf, type Found, type SetUpOf } from './set-up.ts';
import type { Transaction } from './transactions.ts';

interface SettingUpOptions {
  standingOf(transaction: Transaction): Promise<Found>;
  setUpOf: SetUpOf;
}

const OFF = {
  platform: 'platform_off',
  security_key: 'security_keys_off',
  push: 'push_off',
  passcode: 'passcode_off',
} as const satisfies Record<Method, ErrorCode>;

/** What may be set up at a prompt: the first way to sign in, and right after it another one. */
export function createSettingUp(
  { db, clock }: Pick<Floor, 'db' | 'clock'>,
  { standingOf, setUpOf }: SettingUpOptions,
) {
  /** That this may be set up here and now; says whether it is the first. @throws why not */
  async function requireSetUp(transaction: Transaction, method: Method): Promise<'first' | 'another'> {
    const found = await standingOf(transaction);
    if (found.why) throw new Refusal(found.why);
    const setUp = await setUpOf(db.read, transaction, found);
    if (!setUp || setUp.step === 'practice') throw new Refusal('transaction_state');
    if (setUp.choices.includes(method)) return setUp.step;
    throw new Refusal(choicesOf(found).includes(method) ? 'transaction_state' : OFF[method]);
  }

  /** Remembers that something was set up in this very sign-in. */
  async function mark(tx: Tx, id: TransactionId): Promise<void> {
    await tx.query
      .updateTable('transactions')
      .set({ set_up_at: clock.now() })
      .where('id', '=', id)
      .where('set_up_at', 'is', null)
      .execute();
  }

  /** Another way was added at this prompt, which is still open: nobody has disowned it, nor gone on. @throws `transaction_state` */
  async function addAnother(tx: Tx, id: TransactionId): Promise<void> {
    const touched = await tx.query
      .updateTable('transactions')
      .set({ revision: sql<number>`revision + 1` })
      .where('id', '=', id)
      .where('state', '=', 'approved')
      .where('set_up_at', 'is not', null)
      .where('expires_at', '>', clock.now())
      .returning('id')
      .executeTakeFirst();
    if (!touched) throw new Refusal('transaction_state');
    tx.changed(`transaction:${id}`);
  }

  return { requireSetUp, mark, addAnother };
}
