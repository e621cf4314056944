import type { Push } from './needs.ts';

interface Derive {
  derive(purpose: string, message: string): Buffer;
}

/**
 * The verification number of a push. It is derived from the master key and the push's own randomness, so that it
 * is minted with every push, is the same after a restart, and is nowhere in the database.
 */
export function verificationNumber({ derive }: Derive, push: Pick<Push, 'id' | 'nonce' | 'digits'>): string {
  const value = derive('verification number', `${push.id}.${push.nonce}`).readBigUInt64BE();
  return (value % 10n ** BigInt(push.digits)).toString().padStart(push.digits, '0');
}
