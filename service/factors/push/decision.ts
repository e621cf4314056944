import * as v from 'valibot';
import { type ErrorCode, Refusal } from '../../../lib/protocol/errors.ts';
import type { PushId } from '../../../lib/protocol/ids.ts';
import { PROOF_WINDOW } from '../../../lib/protocol/proof.ts';
import { DECISION_TYP, DecisionClaims, type PushState } from '../../../lib/protocol/push.ts';
import { verifyEs256 } from '../../jws/jws.ts';
import type { Tx } from '../../room.ts';
import type { DeviceCall, Push } from './needs.ts';

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

/** A decision, and the push that it is about. */
export interface Decided {
  push: Push;
  decision: Decision;
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

/** What the audit log keeps of a decision: as the device signed it. */
export const evidence = ({ push, decision }: Decided) => ({ push: push.id, decision: decision.jws });
