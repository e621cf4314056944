import { createHash } from 'node:crypto';

/** Something secret that is recognised wherever it turns up, in every dress that programs give to bytes. */
export interface Marked {
  name: string;
  bytes: Buffer;
  /** RFC 4648. */
  base32: string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

export const markedBytes = (name: string, bytes: Buffer): Marked => ({ name, bytes, base32: base32(bytes) });

/** 20 bytes, as most sites hand out. */
export const markedSecret = (name: string): Marked =>
  markedBytes(name, createHash('sha1').update(name).digest());

export const markedText = (name: string, text: string): Marked => markedBytes(name, Buffer.from(text));

/** As a site puts it into its square code. */
export function otpauth({ name, base32 }: Marked, counter?: number): string {
  const kind = counter === undefined ? 'totp' : 'hotp';
  const rest = counter === undefined ? '' : `&counter=${counter}`;
  return `otpauth://${kind}/${encodeURIComponent(name)}:alex?secret=${base32}&issuer=${encodeURIComponent(name)}${rest}`;
}

/** Inside longer base64 the same bytes look different at each of three places. */
const inBase64 = (bytes: Buffer): string[] =>
  [0, 1, 2].map((place) => {
    const end = bytes.length - ((bytes.length + place) % 3);
    const text = Buffer.concat([Buffer.alloc(place), bytes.subarray(0, end)]).toString('base64');
    return text.slice(Math.ceil((place * 8) / 6));
  });

/** Whether it stands in there in some dress. */
export function contains(text: string, { bytes, base32 }: Marked): boolean {
  const flat = text.replaceAll(/[\s-]/g, '').toLowerCase();
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const numbers = text.replaceAll(/"\d+":/g, '').replaceAll(/\s/g, '');
  return (
    text.includes(bytes.toString('latin1')) ||
    flat.includes(base32.toLowerCase()) ||
    flat.includes(bytes.toString('hex')) ||
    numbers.includes(bytes.join(',')) ||
    inBase64(bytes).some((dress) => plain.includes(dress))
  );
}
