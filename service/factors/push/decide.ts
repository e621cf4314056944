import type { DeviceId, PushId, UserId } from '../../../lib/protocol/ids.ts';
import { statement } from '../../db/statement.ts';
import type { Floor, Tx } from '../../room.ts';
import { createApprove } from './approve.ts';
import type { Decided, Decision, Verdict } from './decision.ts';
import { createEnd } from './end.ts';
import { isPresent } from './is-present.ts';
import type { Push, PushNeeds, PushPolicy } from './needs.ts';
import { asks } from './target.ts';
import { takesVerification } from './verification.ts';

interface Answered {
  id: PushId;
  nonce: string;
  user: UserId;
  device: DeviceId;
}

const asked = statement<Answered>()((query, { id, nonce, user, device }) =>
  query
    .selectFrom('pushes')
    .selectAll()
    .where('id', '=', id)
    .where('nonce', '=', nonce)
    .where('user_id', '=', user)
    .where(asks(device)),
);

/** Deciding a push: the first answer wins, by one conditional statement. */
export function createDecide(floor: Pick<Floor, 'clock' | 'audit'>, needs: PushNeeds) {
  const approve = createApprove(floor, needs);
  const { deny } = createEnd(floor, needs);

  async function decide(tx: Tx, decision: Decision): Promise<Verdict> {
    await decision.device.spend(tx);
    const verdict = await answer(tx, decision);
    // A refusal carries no nonce.
    if (!('refusal' in verdict)) await decision.device.renew(tx);
    return verdict;
  }

  async function answer(tx: Tx, decision: Decision): Promise<Verdict> {
    const { claims, device } = decision;
    const [push] = await asked(tx.query, {
      id: claims.push,
      nonce: claims.nonce,
      user: device.user,
      device: device.id,
    });
    if (!push) return { refusal: 'push_unknown' };
    if (push.state !== 'pending') return settled(push, decision);
    if (push.expires_at <= floor.clock.now()) return { refusal: 'push_expired' };
    const decided = { push, decision };
    return claims.decision === 'deny' ? deny(tx, decided) : judge(tx, decided);
  }

  /** What an approval must meet before it is counted. */
  async function judge(tx: Tx, decided: Decided): Promise<Verdict> {
    const { push, decision } = decided;
    const user = await needs.users.find(tx.query, push.user_id);
    if (user?.status !== 'active') return { refusal: 'user_disabled' };
    const policy = await needs.policies.effective(tx.query, {
      application: push.application_id,
      user: push.user_id,
    });
    const locked = needs.users.isLocked(user);
    if (policy.lockout.scope === 'all' && locked) return { refusal: 'locked_out' };
    if (await mustVerify(tx, decided, policy)) {
      if (!decision.confirm) return { refusal: 'verification_needed' };
      const refused = await decision.confirm(tx);
      if (refused) return { refusal: refused.code };
    }
    return approve(tx, { push, decision, policy, locked });
  }

  async function mustVerify(tx: Tx, decided: Decided, policy: PushPolicy): Promise<boolean> {
    if (policy.browserApproval !== 'user_verification') return false;
    const { push, decision } = decided;
    const present = decision.withCookie && (await isPresent(tx.query, decided));
    const approver = { application: push.application_id, user: push.user_id, present };
    return takesVerification(tx.query, { policy, approver });
  }

  return decide;
}

/** Repeating one's own decision is harmless: the answer may have been lost on the way. */
function settled(push: Push, { claims, device }: Decision): Verdict {
  const wanted = claims.decision === 'approve' ? 'approved' : 'denied';
  if (push.decided_by === device.id && push.state === wanted) return { state: push.state };
  return { refusal: push.state === 'expired' ? 'push_expired' : 'push_decided' };
}
