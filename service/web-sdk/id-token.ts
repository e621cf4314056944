import { SECOND } from '../../lib/ports/clock.ts';
import { readUserAgent } from './access-device.ts';
import type { Client, Grant } from './needs.ts';

/** Seconds for which the SDKs accept a token (§2.6). */
const LIFE = 300;

/** How the wire format calls our factors and why they passed (§4.9). The vendor's words for authenticators are not published: change them here. */
const FACTORS: Record<string, { factor: string; reason: string }> = {
  push: { factor: 'duo_push', reason: 'user_approved' },
  platform: { factor: 'webauthn_credential', reason: 'user_approved' },
  security_key: { factor: 'webauthn_security_key', reason: 'user_approved' },
  passcode: { factor: 'passcode', reason: 'valid_passcode' },
  hardware_token: { factor: 'hardware_token', reason: 'valid_passcode' },
  bypass_code: { factor: 'bypass_code', reason: 'valid_passcode' },
  remembered_device: { factor: 'remembered_device', reason: 'remembered_device' },
  bypass: { factor: 'not_available', reason: 'bypass_user' },
};
/** Where policy asked for none. */
const NO_FACTOR = { factor: 'not_available', reason: 'allowed_by_policy' };

const NOWHERE = { city: 'unknown', state: 'unknown', country: 'unknown' };

export interface TokenFacts {
  client: Pick<Client, 'id' | 'name'>;
  issuer: string;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** The claims of the ID token (§2.6). Times are integers, and the user name is the one that the site sent. */
export function createIdToken(grant: Grant, { client, issuer, now }: TokenFacts) {
  const seconds = Math.floor(now / SECOND);
  return {
    iss: issuer,
    aud: client.id,
    // A name that nobody has is marked, so that it can never pass for somebody's id.
    sub: grant.user?.id ?? `name:${grant.username}`,
    iat: seconds,
    exp: seconds + LIFE,
    auth_time: Math.floor(grant.approvedAt / SECOND),
    preferred_username: grant.username,
    ...(grant.nonce !== null && { nonce: grant.nonce }),
    auth_result: { result: 'allow', status: 'allow', status_msg: 'Login Successful' },
    auth_context: authContext(grant, client),
  };
}

/** Every member that a model of an SDK has, each in the type that the strictest of them takes (§2.6). */
function authContext(grant: Grant, client: TokenFacts['client']) {
  return {
    txid: asUuid(grant.transaction),
    timestamp: Math.floor(grant.approvedAt / SECOND),
    isotimestamp: new Date(grant.approvedAt).toISOString(),
    event_type: 'authentication',
    result: 'success',
    ...(FACTORS[grant.factor] ?? NO_FACTOR),
    alias: '',
    email: null,
    ood_software: null,
    trusted_endpoint_status: 'unknown',
    user: {
      name: grant.user?.username ?? grant.username,
      key: grant.user?.id ?? null,
      groups: grant.groups,
    },
    application: { name: client.name, key: client.id },
    auth_device: { ip: null, name: grant.deviceName, location: NOWHERE },
    access_device: {
      ip: grant.address,
      hostname: null,
      host_name: null,
      epkey: null,
      ...readUserAgent(grant.userAgent),
      flash_version: 'unknown',
      java_version: 'unknown',
      is_encryption_enabled: 'unknown',
      is_firewall_enabled: 'unknown',
      is_password_set: 'unknown',
      location: NOWHERE,
    },
  };
}

/** The 16 bytes of a transaction's id in the notation of RFC 9562 §4. */
function asUuid(transaction: string): string {
  const hex = Buffer.from(transaction, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
