import { Refusal } from '../../protocol/errors.ts';

/** A number too large to be exact comes out as one that is no safe integer. */
export interface Field {
  number: number;
  value: number | Uint8Array;
}

const VARINT = 0;
const EIGHT_BYTES = 1;
const DELIMITED = 2;
const FOUR_BYTES = 5;

/** Walks one message of the protocol buffers' wire format. Throws `otpauth_invalid` where it breaks off. */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  const reader = createReader(bytes);
  while (reader.hasMore()) {
    const tag = reader.varint();
    const number = Math.floor(tag / 8);
    if (number === 0) throw new Refusal('otpauth_invalid');
    yield { number, value: readValue(reader, tag % 8) };
  }
}

function readValue(reader: ReturnType<typeof createReader>, wireType: number): number | Uint8Array {
  if (wireType === VARINT) return reader.varint();
  if (wireType === DELIMITED) return reader.take(reader.varint());
  if (wireType === EIGHT_BYTES) return reader.take(8);
  if (wireType === FOUR_BYTES) return reader.take(4);
  throw new Refusal('otpauth_invalid');
}

function createReader(bytes: Uint8Array) {
  let at = 0;

  const take = (count: number): Uint8Array => {
    if (count > bytes.length - at) throw new Refusal('otpauth_invalid');
    at += count;
    return bytes.subarray(at - count, at);
  };

  /** Seven bits a byte, the lowest first; at most ten bytes. */
  const varint = (): number => {
    let value = 0;
    for (let place = 0; place < 10; place += 1) {
      const [byte = 0] = take(1);
      value += (byte % 128) * 2 ** (7 * place);
      if (byte < 128) return value;
    }
    throw new Refusal('otpauth_invalid');
  };

  return { take, varint, hasMore: () => at < bytes.length };
}
