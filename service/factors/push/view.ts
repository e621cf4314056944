import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { MethodView, PromptPush } from '../../../lib/protocol/prompt.ts';
import type { Floor, Tx } from '../../room.ts';
import { requiredAnswer } from './answer.ts';
import { hasDevice } from './has-device.ts';
import { elsewhereFrom, mutedUntil } from './limits.ts';
import type { Push, PushNeeds, PushPolicy, Transaction } from './needs.ts';
import { verificationNumber } from './number.ts';

/** Push as the prompt sees it; see prompt/factor.ts for what each member promises. */
export function createView({ db, clock }: Pick<Floor, 'db' | 'clock'>, needs: PushNeeds) {
  const lapsed = async (user: UserId): Promise<boolean> =>
    (await needs.devices.list(user)).some(({ status }) => status !== 'active');

  async function offer(user: UserId, policy: PushPolicy): Promise<MethodView | null> {
    const devices = await needs.devices.active(user);
    if (devices.length === 0) return null;
    const why: ErrorCode | null = policy.browserApproval === 'off' ? 'push_off' : null;
    return { method: 'push', ready: why === null, why, devices: devices.map((device) => device.name) };
  }

  async function view(transaction: Transaction, policy: PushPolicy) {
    const latest = await db.read
      .selectFrom('pushes')
      .selectAll()
      .where('transaction_id', '=', transaction.id)
      .orderBy('created_at', 'desc')
      .executeTakeFirst();
    const ready = transaction.user_id !== null && (await hasDevice(db.read, transaction.user_id));
    return {
      push: latest && transaction.user_id ? await show(latest, { user: transaction.user_id, policy }) : null,
      // Nobody sends again while a request waits, nor after it was approved.
      retryAt: ready && transaction.state === 'choosing' ? await retryAt(transaction) : null,
      // Never by itself after a request of this sign-in, whatever became of it (§5.2.4).
      autoPush:
        ready &&
        transaction.state !== 'approved' &&
        latest === undefined &&
        policy.browserApproval === 'click',
    };
  }

  async function retryAt({ user_id, application_id }: Transaction): Promise<number | null> {
    if (!user_id) return null;
    const now = clock.now();
    const asked = { user: user_id, application: application_id };
    const from = Math.max(
      await elsewhereFrom(db.read, asked, now),
      (await mutedUntil(db.read, asked, now)) ?? now,
    );
    return from > now ? from : null;
  }

  async function show(
    push: Push,
    { user, policy }: { user: UserId; policy: PushPolicy },
  ): Promise<PromptPush> {
    const devices = await needs.devices.active(user);
    const answer = requiredAnswer(policy, { present: false, canShowNumber: push.can_show_number === 1 });
    const waiting = push.state === 'pending';
    return {
      id: push.id,
      state: waiting && push.expires_at <= clock.now() ? 'expired' : push.state,
      kind: push.kind,
      devices: devices.map((device) => device.name),
      number: waiting && answer === 'number' ? verificationNumber(needs.sealing, push) : null,
      reason: push.reason,
      elsewhereRefused: push.elsewhere_refused === 1,
      createdAt: push.created_at,
      expiresAt: push.expires_at,
    };
  }

  /** Presence that arrives while a request waits upgrades it; the devices re-read what they may do. */
  async function present(tx: Tx, { id, user_id }: Transaction): Promise<void> {
    await tx.query
      .updateTable('pushes')
      .set({ kind: 'here' })
      .where('transaction_id', '=', id)
      .where('state', '=', 'pending')
      .execute();
    if (user_id) tx.changed(`user:${user_id}`);
  }

  return { enrolled: hasDevice, lapsed, offer, view, present };
}
