import { compactVerify, importJWK } from 'jose';
import * as v from 'valibot';
import { Refusal } from '../protocol/errors.ts';
import type { PublicKey } from '../protocol/keys.ts';
import { INBOX_TYP, Inbox } from '../protocol/push.ts';
import type { Account } from './account.ts';

/**
 * What the service says to this device, if one of the two pinned keys signed it.
 * @throws `service_untrusted` for everything else.
 */
export async function openSignedInbox(jws: string, account: Account): Promise<Inbox> {
  const { current, next } = account.serviceKeys;
  const content = (await verify(jws, current)) ?? (await verify(jws, next));
  const parsed = v.safeParse(Inbox, content);
  const isOurs =
    parsed.success && parsed.output.iss === account.origin && parsed.output.aud === account.device;
  if (!isOurs) throw new Refusal('service_untrusted');
  return parsed.output;
}

/** Null when this key did not sign it. The algorithm is ours to say, never the token's (RFC 8725 §3.1). */
async function verify(jws: string, key: PublicKey): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK({ ...key }, 'ES256'), {
      algorithms: ['ES256'],
    });
    return protectedHeader.typ === INBOX_TYP ? JSON.parse(new TextDecoder().decode(payload)) : null;
  } catch {
    return null;
  }
}
