import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { MethodView, PromptPush, PushPart } from '../../../lib/protocol/prompt.ts';
import { statement } from '../../db/statement.ts';
import type { Floor, Tx } from '../../room.ts';
import { requiredAnswer } from './answer.ts';
import { hasDevice } from './has-device.ts';
import { elsewhereFrom, mutedUntil } from './limits.ts';
import type { Look, PartFacts, Push, PushNeeds, PushPolicy, Transaction } from './needs.ts';
import { verificationNumber } from './number.ts';

const latestOf = statement<{ transaction: TransactionId }>()((query, { transaction }) =>
  query
    .selectFrom('pushes')
    .selectAll()
    .where('transaction_id', '=', transaction)
    .orderBy('created_at', 'desc')
    .limit(1),
);

/** Push as the prompt sees it; see prompt/factor.ts for what each member promises. */
export function createView({ db, clock }: Pick<Floor, 'db' | 'clock'>, needs: PushNeeds) {
  const lapsed = async (user: UserId): Promise<boolean> =>
    (await needs.devices.list(user)).some(({ status }) => status !== 'active');

  async function offers({ user, policy }: Look): Promise<MethodView[]> {
    const devices = await needs.devices.active(user);
    if (devices.length === 0) return [];
    const why: ErrorCode | null = policy.browserApproval === 'off' ? 'push_off' : null;
    return [{ method: 'push', ready: why === null, why, devices: devices.map((device) => device.name) }];
  }

  async function part(look: Look, { methods, present }: PartFacts): Promise<{ push: PushPart | null }> {
    const [method] = methods;
    const { transaction, policy } = look;
    const [latest] = await latestOf(db.read, { transaction: transaction.id });
    // Waits bind requests from elsewhere only, and nobody sends again while one waits, nor after it was approved.
    const waits = method !== undefined && !present && transaction.state === 'choosing';
    const push: PushPart = {
      latest: latest ? show(latest, { policy, devices: method?.devices ?? [] }) : null,
      retryAt: waits ? await retryAt(look) : null,
      // Never by itself after a request of this sign-in, whatever became of it (§5.2.4).
      starts: method?.ready === true && transaction.state !== 'approved' && latest === undefined,
    };
    return { push };
  }

  async function retryAt({ user, transaction }: Look): Promise<number | null> {
    const now = clock.now();
    const asked = { user, application: transaction.application_id };
    const from = Math.max(
      await elsewhereFrom(db.read, asked, now),
      (await mutedUntil(db.read, asked, now)) ?? now,
    );
    return from > now ? from : null;
  }

  function show(push: Push, { policy, devices }: { policy: PushPolicy; devices: string[] }): PromptPush {
    const answer = requiredAnswer(policy, { present: false, canShowNumber: push.can_show_number === 1 });
    const waiting = push.state === 'pending';
    return {
      id: push.id,
      state: waiting && push.expires_at <= clock.now() ? 'expired' : push.state,
      kind: push.kind,
      devices,
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

  return { enrolled: hasDevice, lapsed, offers, part, present };
}
