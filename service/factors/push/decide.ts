import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import * as v from 'valibot';
import { type ErrorCode, Refusal } from '../../../lib/protocol/errors.ts';
import type { PushId } from '../../../lib/protocol/ids.ts';
import { PROOF_WINDOW } from '../../../lib/protocol/proof.ts';
import { DECISION_TYP, DecisionClaims, type DenyReason, type PushState } from '../../../lib/protocol/push.ts';
import { verifyEs256 } from '../../jws/jws.ts';
import type { Floor, Tx } from '../../room.ts';
import { requiredAnswer } from './answer.ts';
import { mute } from './limits.ts';
import type { DeviceCall, Push, PushNeeds, PushPolicy } from './needs.ts';
import { verificationNumber } from './number.ts';

/** A decision whose signature, request and time have been checked. */
export interface Decision {
  claims: DecisionClaims;
  /** As the device signed it; kept in the audit log. */
  jws: string;
  device: DeviceCall;
  /** This very call carried the transaction's own cookie: presence, proven again. */
  withCookie: boolean;
}

/** Either the push's state after the decision, or why it does not count. What it changed stays changed. */
export type Verdict = { state: PushState } | { refusal: ErrorCode };

/** @throws `bad_request` for a decision that this device did not sign for this push just now. */
export function readDecision(
  jws: string,
  { device, push, now }: { device: DeviceCall; push: PushId; now: number },
): DecisionClaims {
  const content = verifyEs256(jws, device.signKey);
  const parsed = v.safeParse(DecisionClaims, content?.payload);
  const fits =
    content?.header.typ === DECISION_TYP &&
    content.header.kid === device.id &&
    parsed.success &&
    parsed.output.push === push;
  if (!fits) throw new Refusal('bad_request');
  if (Math.abs(now - parsed.output.iat * 1_000) > PROOF_WINDOW)
    throw new Refusal('proof_expired', { facts: { now } });
  return parsed.output;
}

/** Deciding a push: the first answer wins, by one conditional statement. */
export function createDecide({ clock, audit }: Pick<Floor, 'clock' | 'audit'>, needs: PushNeeds) {
  async function decide(tx: Tx, decision: Decision): Promise<Verdict> {
    await decision.device.spend(tx);
    const { claims } = decision;
    const push = await find(tx, decision);
    if (!push) return { refusal: 'push_unknown' };
    if (push.state !== 'pending') return settled(push, decision);
    if (push.expires_at <= clock.now()) return { refusal: 'push_expired' };
    if (claims.decision === 'deny') return deny(tx, { push, decision });
    const user = await needs.users.find(tx.query, push.user_id);
    if (user?.status !== 'active') return { refusal: 'user_disabled' };
    const policy = await needs.policies.effective(tx.query, push.application_id);
    if (policy.lockout.scope === 'all' && (await isLocked(tx, push))) return { refusal: 'locked_out' };
    return (await approve(tx, { push, decision, policy })) ?? explain(tx, { push, decision, policy });
  }

  const find = (tx: Tx, { claims, device }: Decision) =>
    tx.query
      .selectFrom('pushes')
      .selectAll()
      .where('id', '=', claims.push)
      .where('nonce', '=', claims.nonce)
      .where('user_id', '=', device.user)
      .executeTakeFirst();

  interface Case {
    push: Push;
    decision: Decision;
    policy: PushPolicy;
  }

  /** One statement decides: still pending, in time, and either present in this very call or the right number. */
  async function approve(tx: Tx, { push, decision, policy }: Case): Promise<Verdict | null> {
    const { device, claims } = decision;
    const presence = sql<boolean>`EXISTS (SELECT 1 FROM presences
      WHERE presences.transaction_id = pushes.transaction_id AND presences.device_id = ${device.id})`;
    const guessable = !(await isLocked(tx, push));
    const allowed = (present: boolean) => {
      const answer = requiredAnswer(policy, { present, canShowNumber: push.can_show_number === 1 });
      return answer === 'click' || (answer === 'number' && guessable && rightNumber(push, claims.number))
        ? 1
        : 0;
    };
    const approved = await tx.query
      .updateTable('pushes')
      .set({ state: 'approved', decided_by: device.id, decided_at: clock.now() })
      .where('id', '=', push.id)
      .where('state', '=', 'pending')
      .where('expires_at', '>', clock.now())
      .where(
        sql<boolean>`(${allowed(false)} = 1 OR (${decision.withCookie ? 1 : 0} = 1 AND ${allowed(true)} = 1 AND ${presence}))`,
      )
      .returning('id')
      .executeTakeFirst();
    if (!approved) return null;
    const approval = { factor: 'push', device: device.id, deviceName: device.name };
    const moved = await needs.transactions.move(tx, { id: push.transaction_id, event: 'approved', approval });
    if (!moved) throw new Refusal('transaction_expired');
    await needs.users.recordSuccess(tx, device.user);
    await record(tx, { push, decision, event: 'push.approved' });
    tx.changed(`user:${device.user}`);
    return { state: 'approved' };
  }

  /** The statement said no: finds out why, and what follows from it. */
  async function explain(tx: Tx, { push, decision, policy }: Case): Promise<Verdict> {
    const answer = requiredAnswer(policy, { present: false, canShowNumber: push.can_show_number === 1 });
    if (answer === 'number' && (await isLocked(tx, push))) return { refusal: 'locked_out' };
    if (answer === 'number' && decision.claims.number !== undefined)
      return wrongNumber(tx, { push, decision, policy });
    const present = await isPresent(tx, { push, decision });
    if (present && policy.browserApproval === 'click') return { refusal: 'presence_refused' };
    if (answer === 'number') return { refusal: 'number_needed' };
    if (policy.browserApproval === 'off') return { refusal: 'push_off' };
    await tx.query.updateTable('pushes').set({ elsewhere_refused: 1 }).where('id', '=', push.id).execute();
    await needs.transactions.touch(tx, push.transaction_id);
    await record(tx, { push, decision, event: 'push.elsewhere_refused' });
    return { refusal: 'elsewhere_refused' };
  }

  /** A wrong number ends the push: there is no second guess at the same number (§5.4). */
  async function wrongNumber(tx: Tx, { push, decision, policy }: Case): Promise<Verdict> {
    const failed = await end(tx, { push, decision, state: 'failed' });
    if (!failed) return { refusal: 'push_decided' };
    await needs.users.recordFailure(tx, push.user_id, policy.lockout);
    await record(tx, { push, decision, event: 'push.failed', reason: 'number_wrong' });
    return { refusal: 'number_wrong' };
  }

  async function deny(tx: Tx, { push, decision }: Omit<Case, 'policy'>): Promise<Verdict> {
    const reason = decision.claims.reason ?? 'mistake';
    if (!(await end(tx, { push, decision, state: 'denied', reason }))) return { refusal: 'push_decided' };
    const fraud = reason === 'fraud';
    if (fraud) await mute(tx.query, { user: push.user_id, application: push.application_id }, clock.now());
    await record(tx, { push, decision, event: 'push.denied', reason, alert: fraud });
    return { state: 'denied' };
  }

  interface Ending {
    push: Push;
    decision: Decision;
    state: 'denied' | 'failed';
    reason?: DenyReason;
  }

  async function end(tx: Tx, { push, decision, state, reason }: Ending): Promise<boolean> {
    const ended = await tx.query
      .updateTable('pushes')
      .set({ state, reason: reason ?? null, decided_by: decision.device.id, decided_at: clock.now() })
      .where('id', '=', push.id)
      .where('state', '=', 'pending')
      .where('expires_at', '>', clock.now())
      .returning('id')
      .executeTakeFirst();
    if (!ended) return false;
    await needs.transactions.move(tx, { id: push.transaction_id, event: 'setBack' });
    tx.changed(`user:${push.user_id}`);
    return true;
  }

  async function isPresent(tx: Tx, { push, decision }: Omit<Case, 'policy'>): Promise<boolean> {
    const row = await tx.query
      .selectFrom('presences')
      .select('device_id')
      .where('transaction_id', '=', push.transaction_id)
      .where('device_id', '=', decision.device.id)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** A lock-out blocks what can be guessed, and leaves presence alone. */
  async function isLocked(tx: Tx, push: Push): Promise<boolean> {
    const user = await needs.users.find(tx.query, push.user_id);
    return user !== null && needs.users.isLocked(user);
  }

  const rightNumber = (push: Push, number: string | undefined): boolean => {
    const expected = Buffer.from(verificationNumber(needs.sealing, push));
    const given = Buffer.from(number ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };

  interface Recorded {
    push: Push;
    decision: Decision;
    event: string;
    reason?: string;
    alert?: boolean;
  }

  const record = (tx: Tx, { push, decision, event, reason, alert }: Recorded) =>
    audit.record(tx, {
      event,
      ...(reason && { reason }),
      ...(alert && { alert }),
      user: push.user_id,
      application: push.application_id,
      device: decision.device.id,
      transaction: push.transaction_id,
      detail: { push: push.id, decision: decision.jws },
    });

  return decide;
}

/** Repeating one's own decision is harmless: the answer may have been lost on the way. */
function settled(push: Push, { claims, device }: Decision): Verdict {
  const wanted = claims.decision === 'approve' ? 'approved' : 'denied';
  if (push.decided_by === device.id && push.state === wanted) return { state: push.state };
  return { refusal: push.state === 'expired' ? 'push_expired' : 'push_decided' };
}
