import { algorithms, type OtpEntry } from '../../../lib/otp/entry.ts';

type Value = number | Uint8Array;

const VARINT = 0;
const DELIMITED = 2;

/** Protocol buffers' wire format: seven bits a byte, the lowest first. */
export function varint(value: number): number[] {
  const bytes = [];
  let rest = BigInt(value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

export const field = (number: number, value: Value): number[] =>
  typeof value === 'number'
    ? [...varint(number * 8 + VARINT), ...varint(value)]
    : [...varint(number * 8 + DELIMITED), ...varint(value.length), ...value];

export const message = (...fields: number[][]): Uint8Array<ArrayBuffer> => Uint8Array.from(fields.flat());

const text = (plain: string): Uint8Array => new TextEncoder().encode(plain);

const parametersOf = ({ secret, issuer, account, type, algorithm, digits, counter }: OtpEntry): Uint8Array =>
  message(
    field(1, secret),
    field(2, text(`${issuer}:${account}`)),
    field(3, text(issuer)),
    field(4, algorithms.indexOf(algorithm) + 1),
    field(5, digits === 8 ? 2 : 1),
    field(6, type === 'hotp' ? 1 : 2),
    field(7, counter),
  );

/** What an authenticator app shows as one QR code of its export; `batch` counts from 0. */
export const payloadOf = (entries: OtpEntry[], batch = { index: 0, size: 1 }): Uint8Array<ArrayBuffer> =>
  message(
    ...entries.map((entry) => field(1, parametersOf(entry))),
    field(2, 1),
    field(3, batch.size),
    field(4, batch.index),
    field(5, 271_828),
  );

export const migrationUri = (payload: Uint8Array): string =>
  `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(payload).toString('base64'))}`;
