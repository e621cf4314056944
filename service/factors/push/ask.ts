import { sql } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { ApplicationId, DeviceId, PushId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import { PUSH_LIFE } from '../../../lib/protocol/push.ts';
import { change } from '../../db/statement.ts';
import { opaqueId } from '../../ids.ts';
import type { AuditEntry, Floor, Tx } from '../../room.ts';
import { hasDevice } from './has-device.ts';
import { elsewhere } from './limits.ts';
import type { Push, PushNeeds, Transaction } from './needs.ts';
import type { TakeBack } from './take-back.ts';
import { type Chosen, targetOf } from './target.ts';

interface NewPush {
  id: PushId;
  transaction: TransactionId;
  user: UserId;
  application: ApplicationId;
  kind: Push['kind'];
  nonce: string;
  digits: number;
  can_show_number: 0 | 1;
  target: DeviceId | null;
  now: number;
  end: number;
}

/**
 * Only to somebody whom it reaches, and one waiting request from elsewhere per person and application: the statement
 * itself refuses a second.
 */
const insert = change<NewPush>()(
  (_query, push) => sql`
  INSERT INTO pushes (id, transaction_id, user_id, application_id, state, kind, nonce, digits,
    can_show_number, elsewhere_refused, target_id, created_at, expires_at)
  SELECT ${push.id}, ${push.transaction}, ${push.user}, ${push.application}, 'pending', ${push.kind},
    ${push.nonce}, ${push.digits}, ${push.can_show_number}, 0, ${push.target}, ${push.now}, ${push.end}
  WHERE EXISTS (SELECT 1 FROM devices WHERE user_id = ${push.user} AND status = 'active')
    AND (${push.kind} = 'here' OR NOT EXISTS (
      SELECT 1 FROM pushes WHERE user_id = ${push.user} AND application_id = ${push.application}
        AND kind = 'elsewhere' AND state = 'pending' AND expires_at > ${push.now}))`,
);

interface Wanted {
  /** The asker has a screen for the number. */
  canShowNumber: boolean;
  device: Chosen;
}

/** Beginning a push. */
export function createAsk(
  { clock, random }: Pick<Floor, 'clock' | 'random'>,
  { needs, takeBack }: { needs: PushNeeds; takeBack: TakeBack },
) {
  /** Sends a push for this transaction; whatever else was asked there is taken back in the same write. */
  async function ask(tx: Tx, transaction: Transaction, { canShowNumber, device }: Wanted): Promise<PushId> {
    const { user_id: user, application_id: application } = transaction;
    if (!user) throw new Refusal('push_no_device');
    const asked = { user, application };
    const policy = await needs.policies.effective(tx.query, asked);
    if (policy.browserApproval === 'off') throw new Refusal('push_off');
    const kind = (await needs.prompt.anyPresent(tx.query, transaction.id)) ? 'here' : 'elsewhere';
    if (kind === 'elsewhere') await requireElsewhere(tx, asked);
    const wishes = () => needs.methods.wishesOf(tx.query, asked);
    const wanted = await targetOf(tx.query, { user, chosen: device, wishes });
    // Only where the prompt is open does a locked account take an approval, whichever browser its person wishes to use.
    const target = wanted && device === undefined && (await isLocked(tx, user)) ? null : wanted;
    const id = opaqueId(random) as PushId;
    const detail = { push: id, ...(target && { target }) };
    await begin(tx, transaction, { target, entry: { event: 'push.sent', reason: kind, detail } });
    const now = clock.now();
    const sent = await insert(tx.query, {
      id,
      transaction: transaction.id,
      user,
      application,
      kind,
      nonce: opaqueId(random),
      digits: policy.digits,
      can_show_number: canShowNumber ? 1 : 0,
      target,
      now,
      end: Math.min(now + PUSH_LIFE, transaction.expires_at),
    });
    if (!sent) throw new Refusal((await hasDevice(tx.query, user)) ? 'push_waiting' : 'push_no_device');
    tx.changed(`user:${user}`);
    return id;
  }

  /** From here on this request alone is asked. @throws `transaction_state`, also where the same one waits already */
  async function begin(
    tx: Tx,
    transaction: Transaction,
    { target, entry }: { target: DeviceId | null; entry: Pick<AuditEntry, 'event' | 'reason' | 'detail'> },
  ): Promise<void> {
    const { id } = transaction;
    await takeBack.others(tx, { transaction: id, target });
    const moved = await needs.transactions.move(tx, { id, event: 'challenged', entry });
    if (!moved) throw new Refusal('transaction_state');
    await needs.prompt.withdrawAll(tx, transaction);
  }

  /** Slots, back-off, mute and lock-out bind only requests that nobody has proven to be started here. */
  async function requireElsewhere(tx: Tx, asked: { user: UserId; application: ApplicationId }) {
    if (await isLocked(tx, asked.user)) throw new Refusal('locked_elsewhere');
    const now = clock.now();
    const { mutedUntil, from } = await elsewhere(tx.query, asked, now);
    if (mutedUntil) throw new Refusal('push_muted', { facts: { retryAt: mutedUntil } });
    if (from > now) throw new Refusal('push_backoff', { facts: { retryAt: from } });
  }

  async function isLocked(tx: Tx, id: UserId): Promise<boolean> {
    const user = await needs.users.find(tx.query, id);
    return user !== null && needs.users.isLocked(user);
  }

  return ask;
}
