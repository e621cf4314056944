import * as v from 'valibot';
import { TransactionId } from './ids.ts';
import { AuthenticatorKind } from './webauthn.ts';

/**
 * "Prove it is you again": a transaction of the service itself, opened as its own prompt. Its success is good for one
 * device and one purpose, for this long, in milliseconds.
 */
export const STEP_UP_LIFE = 300_000;

/** How long the address that opens the prompt is good, in milliseconds: the extension opens it at once. */
export const STEP_UP_OPENING = 60_000;

export const StepUpPurpose = v.picklist([
  'credential_add',
  'credential_remove',
  'printed_codes_make',
  'portal_open',
  'methods_change',
  'browser_remove',
  'browser_add',
]);
export type StepUpPurpose = v.InferOutput<typeof StepUpPurpose>;

export const StepUpPost = v.strictObject({ purpose: StepUpPurpose });
export const StepUpReply = v.object({
  transaction: TransactionId,
  /** Opens the prompt in whatever browser follows it, once. */
  url: v.string(),
});

/** `stepUp`: the transaction that proved it. */
export const DeviceRegistrationBegin = v.strictObject({ stepUp: TransactionId, kind: AuthenticatorKind });
export const DeviceRemoval = v.strictObject({ stepUp: TransactionId });
