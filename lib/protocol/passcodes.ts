import * as v from 'valibot';
import { DeviceId, TokenId, TransactionId } from './ids.ts';
import { PromptPost } from './prompt.ts';

/** A code as it was typed, with whatever stands between the digits. */
export const TypedPasscode = v.pipe(v.string(), v.maxLength(64));
export const PasscodePost = v.object({ ...PromptPost.entries, passcode: TypedPasscode });

/** Digits of a code from the help desk (§5.8), and of a printed one. */
export const BYPASS_DIGITS = 9;
export const PRINTED_DIGITS = 10;
/** How many are printed at a time. */
export const PRINTED_COUNT = 10;

/** How codes that are no browser's and no token's are called to people. */
export const PRINTED_NAME = 'Printed codes';
export const BYPASS_NAME = 'Code from the help desk';

export const PASSCODE_TYP = 'countersign-passcode+jwt';

/**
 * The secret of a paired browser's own codes (HOTP, SHA-1, RFC 4226): a JWS by the service's current key inside a
 * JWE (ECDH-ES, A256GCM) to the device's receiving key, so that neither the transport nor its end can read or
 * replace it.
 */
export const PasscodeSecret = v.object({
  iss: v.string(),
  aud: DeviceId,
  token: TokenId,
  /** Base64url, 20 bytes. */
  secret: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{27}$/)),
  /** The first counter to use for the confirmation. */
  counter: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Milliseconds since the Unix epoch at the service. */
  at: v.number(),
});
export type PasscodeSecret = v.InferOutput<typeof PasscodeSecret>;

/** The same secret again until it is confirmed; the one in use before it works until then. */
export const PasscodeReply = v.object({ token: TokenId, jwe: v.pipe(v.string(), v.maxLength(8_192)) });
/** A first code, by which the service knows that the vault has it. Harmless when repeated. */
export const PasscodeConfirmation = v.strictObject({ passcode: TypedPasscode });

/** How many printed codes are left; `madeAt` null: none were ever made. */
export const PrintedView = v.object({ left: v.number(), madeAt: v.nullable(v.number()) });
export type PrintedView = v.InferOutput<typeof PrintedView>;
export const PrintedPost = v.strictObject({ stepUp: TransactionId });
/** Shown once: the service keeps only what they are checked by. The codes made before no longer work. */
export const PrintedReply = v.object({
  codes: v.array(v.pipe(v.string(), v.regex(/^\d{10}$/))),
  madeAt: v.number(),
});
export type PrintedReply = v.InferOutput<typeof PrintedReply>;
