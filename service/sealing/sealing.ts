import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
} from 'node:crypto';
import type { Random } from '../../lib/ports/random.ts';

/** Where a sealed value lives; a value moved to another place does not open. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

export interface Sealing {
  seal(place: Place, plain: string): Uint8Array;
  /** @throws if the value was changed, moved, or sealed under another key. */
  open(place: Place, sealed: Uint8Array): string;
  /** A pseudo-random value that only the holder of the master key can derive, the same each time. */
  derive(purpose: string, message: string): Buffer;
  /** Names the master key without revealing it. */
  readonly fingerprint: string;
}

const NONCE = 12;
const TAG = 16;
const VERSION = 1;

/** AES-256-GCM with table, column and row as additional data, under subkeys of the master key (HKDF, RFC 5869). */
export function createSealing(masterKey: Uint8Array, random: Random): Sealing {
  const subkey = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `countersign ${purpose}`, 32));
  // As key objects: Node takes much longer over each use of bytes.
  const sealKey = createSecretKey(subkey('seal'));
  const deriveKey = createSecretKey(subkey('derive'));

  return {
    fingerprint: createHash('sha256').update(subkey('fingerprint')).digest('base64url'),
    seal(place, plain) {
      const nonce = random.bytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(bind(place));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.getAuthTag()]);
    },
    open(place, sealed) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== VERSION)
        throw new Error(`${place.table}.${place.column} has an unknown sealing version`);
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(1, 1 + NONCE)).setAAD(
        bind(place),
      );
      decipher.setAuthTag(bytes.subarray(-TAG));
      return decipher.update(bytes.subarray(1 + NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
    },
    derive: (purpose, message) => createHmac('sha256', deriveKey).update(`${purpose}\0${message}`).digest(),
  };
}

const bind = ({ table, column, row }: Place): Buffer =>
  Buffer.from(`${VERSION}\0${table}\0${column}\0${row}`);
