import { argon2id } from 'hash-wasm';
import * as v from 'valibot';
import type { Random } from '../ports/random.ts';
import { Refusal } from '../protocol/errors.ts';
import { type Bytes, utf8 } from './sealing.ts';

/** What it costs to try a passphrase (Argon2id, RFC 9106). */
export interface Cost {
  /** KiB. */
  memory: number;
  passes: number;
}

/** RFC 9106 §4, the choice for where memory is short; one lane, since WebAssembly runs one thread. */
export const COST: Cost = { memory: 65_536, passes: 3 };

const SALT_BYTES = 16;
const SHORTEST = 10;

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Bounded, since a backup's come from outside: at most 256 MiB and some seconds. */
export const Costs = v.object({ memory: whole(8, 262_144), passes: whole(1, 16), lanes: v.literal(1) });
export type Costs = v.InferOutput<typeof Costs>;

export const newSalt = (random: Random): Bytes => random.bytes(SALT_BYTES);

/** @throws Refusal passphrase_short: fewer than ten characters */
export function demandLength(passphrase: string): void {
  if ([...normal(passphrase)].length < SHORTEST) throw new Refusal('passphrase_short');
}

/** 32 bytes. */
export async function stretch(passphrase: string, { memory, passes, lanes, salt }: Costs & { salt: Bytes }) {
  const password = utf8(normal(passphrase));
  // What has no characters was never set; the library throws at it.
  if (password.length === 0) throw new Refusal('passphrase_wrong');
  const bytes = await argon2id({
    password,
    salt,
    memorySize: memory,
    iterations: passes,
    parallelism: lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(bytes);
}

/** Keyboards compose the same letters differently (NFKC, as RFC 8265 §4.1 would have NFC and more). */
const normal = (passphrase: string): string => passphrase.normalize('NFKC');

/** Two keys from one: HKDF with SHA-256 (RFC 5869). `check` tells a wrong secret from a damaged record. */
export async function keysFrom(bytes: Bytes, purpose: string): Promise<{ key: Bytes; check: Bytes }> {
  const material = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(purpose) };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, 8 * 48));
  return { key: bits.slice(0, 32), check: bits.slice(32) };
}

export const areSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
