import { compactVerify, importJWK } from 'jose';
import * as v from 'valibot';
import { Refusal } from '../protocol/errors.ts';
import type { PublicKey } from '../protocol/keys.ts';
import type { Account } from './account.ts';

/** What the service signs for a device says by whom and for whom it is. */
type Addressed = v.GenericSchema<unknown, { iss: string; aud: string }>;

interface Signed<Content extends Addressed> {
  jws: string;
  typ: string;
  content: Content;
}

/**
 * What the service says to this device, if one of the two pinned keys signed it.
 * @throws `service_untrusted` for everything else.
 */
export async function openSigned<Content extends Addressed>(
  { jws, typ, content }: Signed<Content>,
  account: Account,
): Promise<v.InferOutput<Content>> {
  const { current, next } = account.serviceKeys;
  const told = (await verify({ jws, typ }, current)) ?? (await verify({ jws, typ }, next));
  const parsed = v.safeParse(content, told);
  if (!parsed.success) throw new Refusal('service_untrusted');
  const { iss, aud } = parsed.output;
  if (iss !== account.origin || aud !== account.device) throw new Refusal('service_untrusted');
  return parsed.output;
}

/** Null when this key did not sign it. The algorithm is ours to say, never the token's (RFC 8725 §3.1). */
async function verify({ jws, typ }: { jws: string; typ: string }, key: PublicKey): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK({ ...key }, 'ES256'), {
      algorithms: ['ES256'],
    });
    return protectedHeader.typ === typ ? JSON.parse(new TextDecoder().decode(payload)) : null;
  } catch {
    return null;
  }
}
