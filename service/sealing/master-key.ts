import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Random } from '../../lib/ports/random.ts';

const KEY = /^[A-Za-z0-9_-]{43}$/;

/**
 * Reads the 32-byte master key, or makes one beside an empty database. A new key beside a database that holds
 * sealed values would only hide that the right file is missing, so that is refused.
 */
export function loadMasterKey(
  file: string,
  { databaseIsEmpty, random }: { databaseIsEmpty: boolean; random: Random },
) {
  if (existsSync(file)) return readMasterKey(file);
  if (!databaseIsEmpty) {
    throw new Error(
      'The secret file is missing, but the database is not new. Restore the file from its backup.',
    );
  }
  writeMasterKey(file, random.bytes(32));
  return readMasterKey(file);
}

function readMasterKey(file: string): Uint8Array {
  const text = readFileSync(file, 'utf8').trim();
  if (!KEY.test(text)) throw new Error('The secret file does not hold a master key (32 bytes in base64url).');
  return Buffer.from(text, 'base64url');
}

function writeMasterKey(file: string, key: Uint8Array): void {
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, `${Buffer.from(key).toString('base64url')}\n`);
  fsyncSync(handle);
  closeSync(handle);
}
