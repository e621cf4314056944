import { createHash, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { AssertionResponse } from '../../../lib/protocol/webauthn.ts';

/** What every answer of an authenticator must fit, besides its signature. */
export interface Expected {
  type: 'webauthn.create' | 'webauthn.get';
  challenge: string;
  /** Exact origins; no pattern. */
  origins: readonly string[];
  rpId: string;
  /** Whether the authenticator must have checked who is there. */
  userVerification: boolean;
}

/** WebAuthn §5.8.1; members that are not read may be anything. */
const ClientData = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    type: v.string(),
    challenge: v.string(),
    origin: v.string(),
    crossOrigin: v.optional(v.boolean()),
    topOrigin: v.optional(v.unknown()),
  }),
);

const read = (clientDataJSON: Uint8Array) =>
  v.safeParse(ClientData, new TextDecoder().decode(clientDataJSON));

/** Which question it says it answers, before anything is verified; empty where it cannot be read. */
export function challengeIn({ response }: AssertionResponse): string {
  const parsed = read(Buffer.from(response.clientDataJSON, 'base64url'));
  return parsed.success ? parsed.output.challenge : '';
}

/** The fixed part of authenticator data (WebAuthn §6.1). */
const RP_HASH = 32;
const COUNTER = 33;
const FIXED = 37;
const FLAGS = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10 } as const;

export interface Reported {
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  signCount: number;
}

/** What the browser says it was asked, where, and for whom. @throws the refusal that fits what does not */
export function checkClientData(clientDataJSON: Uint8Array, expected: Expected): void {
  const parsed = read(clientDataJSON);
  if (!parsed.success) throw new Refusal('ceremony_malformed');
  const { type, challenge, origin, crossOrigin, topOrigin } = parsed.output;
  if (type !== expected.type) throw new Refusal('ceremony_type');
  if (challenge !== expected.challenge) throw new Refusal('challenge_wrong');
  if (!expected.origins.includes(origin)) throw new Refusal('ceremony_origin');
  // Our pages are never framed, so no honest browser says so; `topOrigin` alone is against the standard (§5.8.1).
  if (crossOrigin === true || topOrigin !== undefined) throw new Refusal('ceremony_embedded');
}

/** What the authenticator itself says under its signature. @throws the refusal that fits what does not */
export function checkAuthenticatorData(data: Uint8Array, expected: Expected): Reported {
  if (data.length < FIXED) throw new Refusal('ceremony_malformed');
  const rpHash = createHash('sha256').update(expected.rpId).digest();
  if (!timingSafeEqual(data.subarray(0, RP_HASH), rpHash)) throw new Refusal('ceremony_rp');
  const flags = data[RP_HASH] ?? 0;
  const has = (flag: keyof typeof FLAGS): boolean => (flags & FLAGS[flag]) !== 0;
  if (!has('userPresent')) throw new Refusal('user_presence_missing');
  if (expected.userVerification && !has('userVerified')) throw new Refusal('user_verification_missing');
  // What cannot be backed up never is (§6.1.3).
  if (has('backedUp') && !has('backupEligible')) throw new Refusal('ceremony_malformed');
  return {
    userVerified: has('userVerified'),
    backupEligible: has('backupEligible'),
    backedUp: has('backedUp'),
    signCount: Buffer.from(data.buffer, data.byteOffset, data.byteLength).readUInt32BE(COUNTER),
  };
}

/** What an authenticator signs: its own data, and the hash of the client's (§6.3.3, §8.2). */
export const signedBytes = (data: Uint8Array, clientDataJSON: Uint8Array): Buffer =>
  Buffer.concat([data, createHash('sha256').update(clientDataJSON).digest()]);
