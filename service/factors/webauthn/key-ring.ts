import type { CredentialId } from '../../../lib/protocol/ids.ts';
import type { Credential } from './needs.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';

const KEPT = 5_000;

/** Reads the public keys of credentials, and keeps the latest few thousand: to read one takes as long as to verify by it. */
export function createKeyRing(): (credential: Pick<Credential, 'id' | 'public_key'>) => Promise<PublicKey> {
  const kept = new Map<CredentialId, PublicKey>();
  return async ({ id, public_key }) => {
    const known = kept.get(id);
    if (known) return known;
    const read = await readPublicKey(public_key);
    const [oldest] = kept.keys();
    if (oldest && kept.size >= KEPT) kept.delete(oldest);
    kept.set(id, read);
    return read;
  };
}
