/** The few forms of DER (X.690) that a certificate needs. */
const form = (tag: number, ...contents: Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const { length } = content;
  // §8.1.3: one byte up to 127, else the number of bytes that follow and the length in them.
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

export const sequence = (...parts: Uint8Array[]): Buffer => form(0x30, ...parts);
export const set = (...parts: Uint8Array[]): Buffer => form(0x31, ...parts);
/** Non-negative: the first byte must be below 128. */
export const integer = (bytes: Uint8Array): Buffer => form(0x02, bytes);
export const boolean = (value: boolean): Buffer => form(0x01, Buffer.from([value ? 0xff : 0]));
export const octets = (...contents: Uint8Array[]): Buffer => form(0x04, ...contents);
export const text = (value: string): Buffer => form(0x0c, Buffer.from(value));
export const bits = (content: Uint8Array, unused = 0): Buffer => form(0x03, Buffer.from([unused]), content);
/** Context-specific: `explicit` wraps whole forms, `implicit` replaces the tag of a plain one. */
export const explicit = (number: number, ...parts: Uint8Array[]): Buffer => form(0xa0 + number, ...parts);
export const implicit = (number: number, content: Uint8Array): Buffer => form(0x80 + number, content);

/** UTCTime, which RFC 5280 §4.1.2.5 demands up to the year 2049. */
export const time = (at: Date): Buffer =>
  form(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));

/** Such as "2.5.29.17": the first two numbers share a byte, the others take seven bits a byte (§8.19). */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return form(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBits)]));
}

function sevenBits(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}
