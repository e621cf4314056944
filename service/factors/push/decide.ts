import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import * as v from 'valibot';
import { type ErrorCode, Refusal } from '../../../lib/protocol/errors.ts';
import type { DeviceId, PushId, UserId } from '../../../lib/protocol/ids.ts';
import { PROOF_WINDOW } from '../../../lib/protocol/proof.ts';
import { DECISION_TYP, DecisionClaims, type DenyReason, type PushState } from '../../../lib/protocol/push.ts';
import { change, statement } from '../../db/statement.ts';
import { verifyEs256 } from '../../jws/jws.ts';
import type { Floor, Tx } from '../../room.ts';
import { requiredAnswer } from './answer.ts';
import { mute } from './limits.ts';
import type { DeviceCall, Push, PushNeeds, PushPolicy } from './needs.ts';
import { verificationNumber } from './number.ts';
import { takesVerification } from './verification.ts';

const asked = statement<{ id: PushId; nonce: string; user: UserId }>()((query, { id, nonce, user }) =>
  query
    .selectFrom('pushes')
    .selectAll()
    .where('id', '=', id)
    .where('nonce', '=', nonce)
    .where('user_id', '=', user),
);

interface Approval {
  id: PushId;
  device: DeviceId;
  now: number;
  /** What this device may do as it is, and what it may do where it has proven presence. */
  allowed: 0 | 1;
  allowedHere: 0 | 1;
}

/** One statement decides: still pending, in time, and either right as it is or present in this very call. */
const approvePush = change<Approval>()((query, { id, device, now, allowed, allowedHere }) =>
  query
    .updateTable('pushes')
    .set({ state: 'approved', decided_by: device, decided_at: now })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .where(
      sql<boolean>`(${allowed} = 1 OR (${allowedHere} = 1 AND EXISTS (SELECT 1 FROM presences
        WHERE presences.transaction_id = pushes.transaction_id AND presences.device_id = ${device})))`,
    ),
);

/** A decision whose signature, request and time have been checked. */
export interface Decision {
  claims: DecisionClaims;
  /** As the device signed it; kept in the audit log. */
  jws: string;
  device: DeviceCall;
  /** This very call carried the transaction's own cookie: presence, proven again. */
  withCookie: boolean;
  /** Uses up what this computer's authenticator has confirmed, or says why it does not count; null where it was not asked. */
  confirm: ((tx: Tx) => Promise<Refusal | null>) | null;
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
    const [push] = await asked(tx.query, {
      id: claims.push,
      nonce: claims.nonce,
      user: decision.device.user,
    });
    if (!push) return { refusal: 'push_unknown' };
    if (push.state !== 'pending') return settled(push, decision);
    if (push.expires_at <= clock.now()) return { refusal: 'push_expired' };
    if (claims.decision === 'deny') return deny(tx, { push, decision });
    const user = await needs.users.find(tx.query, push.user_id);
    if (user?.status !== 'active') return { refusal: 'user_disabled' };
    const policy = await needs.policies.effective(tx.query, push.application_id);
    const locked = needs.users.isLocked(user);
    if (policy.lockout.scope === 'all' && locked) return { refusal: 'locked_out' };
    if (await mustVerify(tx, { push, decision, policy })) {
      if (!decision.confirm) return { refusal: 'verification_needed' };
      const refused = await decision.confirm(tx);
      if (refused) return { refusal: refused.code };
    }
    const approval = { push, decision, policy, locked };
    return (await approve(tx, approval)) ?? explain(tx, approval);
  }

  interface Case {
    push: Push;
    decision: Decision;
    policy: PushPolicy;
    /** A lock-out blocks what can be guessed, and leaves presence alone. */
    locked: boolean;
  }

  async function mustVerify(tx: Tx, { push, decision, policy }: Omit<Case, 'locked'>): Promise<boolean> {
    if (policy.browserApproval !== 'user_verification') return false;
    const present = decision.withCookie && (await isPresent(tx, { push, decision }));
    const approver = { application: push.application_id, user: push.user_id, present };
    return takesVerification(tx.query, { policy, approver });
  }

  /** Null where the deciding statement says no. */
  async function approve(tx: Tx, { push, decision, policy, locked }: Case): Promise<Verdict | null> {
    const { device, claims, withCookie } = decision;
    const allows = (present: boolean): boolean => {
      const answer = requiredAnswer(policy, { present, canShowNumber: push.can_show_number === 1 });
      return answer === 'click' || (answer === 'number' && !locked && rightNumber(push, claims.number));
    };
    const approved = await approvePush(tx.query, {
      id: push.id,
      device: device.id,
      now: clock.now(),
      allowed: allows(false) ? 1 : 0,
      allowedHere: withCookie && allows(true) ? 1 : 0,
    });
    if (!approved) return null;
    const approval = { factor: 'push', device: device.id, deviceName: device.name };
    const entry = { event: 'push.approved', device: device.id, detail: evidence(push, decision) };
    const moved = await needs.transactions.move(tx, {
      id: push.transaction_id,
      event: 'approved',
      approval,
      entry,
    });
    if (!moved) throw new Refusal('transaction_expired');
    await needs.users.recordSuccess(tx, device.user);
    tx.changed(`user:${device.user}`);
    return { state: 'approved' };
  }

  /** The statement said no: finds out why, and what follows from it. */
  async function explain(tx: Tx, { push, decision, policy, locked }: Case): Promise<Verdict> {
    const answer = requiredAnswer(policy, { present: false, canShowNumber: push.can_show_number === 1 });
    if (answer === 'number' && locked) return { refusal: 'locked_out' };
    if (answer === 'number' && decision.claims.number !== undefined)
      return wrongNumber(tx, { push, decision, policy });
    const present = await isPresent(tx, { push, decision });
    if (present && policy.browserApproval !== 'off') return { refusal: 'presence_refused' };
    if (answer === 'number') return { refusal: 'number_needed' };
    if (policy.browserApproval === 'off') return { refusal: 'push_off' };
    await tx.query.updateTable('pushes').set({ elsewhere_refused: 1 }).where('id', '=', push.id).execute();
    await needs.transactions.touch(tx, push.transaction_id);
    await record(tx, { push, decision, event: 'push.elsewhere_refused' });
    return { refusal: 'elsewhere_refused' };
  }

  /** A wrong number ends the push: there is no second guess at the same number (§5.4). */
  async function wrongNumber(tx: Tx, { push, decision, policy }: Omit<Case, 'locked'>): Promise<Verdict> {
    const failed = await end(tx, { push, decision, state: 'failed' });
    if (!failed) return { refusal: 'push_decided' };
    await needs.users.recordFailure(tx, push.user_id, policy.lockout);
    await record(tx, { push, decision, event: 'push.failed', reason: 'number_wrong' });
    return { refusal: 'number_wrong' };
  }

  async function deny(tx: Tx, { push, decision }: Pick<Case, 'push' | 'decision'>): Promise<Verdict> {
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

  async function isPresent(tx: Tx, { push, decision }: Pick<Case, 'push' | 'decision'>): Promise<boolean> {
    const row = await tx.query
      .selectFrom('presences')
      .select('device_id')
      .where('transaction_id', '=', push.transaction_id)
      .where('device_id', '=', decision.device.id)
      .executeTakeFirst();
    return row !== undefined;
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
      detail: evidence(push, decision),
    });

  return decide;
}

/** Repeating one's own decision is harmless: the answer may have been lost on the way. */
function settled(push: Push, { claims, device }: Decision): Verdict {
  const wanted = claims.decision === 'approve' ? 'approved' : 'denied';
  if (push.decided_by === device.id && push.state === wanted) return { state: push.state };
  return { refusal: push.state === 'expired' ? 'push_expired' : 'push_decided' };
}

/** What the audit log keeps of a decision: as the device signed it. */
const evidence = (push: Push, decision: Decision) => ({ push: push.id, decision: decision.jws });
