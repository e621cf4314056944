import * as v from 'valibot';
import { type ErrorCode, isErrorCode } from '../protocol/errors.ts';
import { PairingId } from '../protocol/ids.ts';
import { ServiceKeys } from '../protocol/keys.ts';
import { DeviceKeys } from './keys.ts';

export const PairingStep = v.picklist([
  /** The browser has not allowed the origin yet. */
  'permission',
  /** The claim is on its way. Whether it arrived cannot be known if the worker dies here. */
  'claiming',
  /** Claimed; the commitment is to be opened. */
  'opening',
  /** The digits stand, the person compares. */
  'compare',
  /** The person has answered; the service is to be told. */
  'matching',
  'mismatching',
  /** Confirmed here, not yet on the page. */
  'waiting',
  'done',
  'failed',
]);
export type PairingStep = v.InferOutput<typeof PairingStep>;

/** A pairing under way, written down before each step so that the next worker can go on. */
export const PendingPairing = v.object({
  /** Tells this try from the one that a newer link replaced. */
  attempt: v.string(),
  origin: v.string(),
  step: PairingStep,
  startedAt: v.number(),
  /** What this browser calls itself. */
  name: v.string(),
  keys: DeviceKeys,
  /** This side's 32 random bytes in base64url. */
  nonce: v.string(),
  claimed: v.nullable(
    v.object({ pairing: PairingId, username: v.string(), serviceKeys: ServiceKeys, digits: v.string() }),
  ),
  /** For step `failed`. */
  error: v.nullable(v.custom<ErrorCode>(isErrorCode)),
});
export type PendingPairing = v.InferOutput<typeof PendingPairing>;
