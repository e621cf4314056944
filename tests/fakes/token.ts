import { createHmac } from 'node:crypto';

/** A token that shows codes, as RFC 4226 §5.3 describes it, with nothing of ours in it. */
export class TestToken {
  readonly secret: Buffer;
  readonly #digits: number;

  constructor(secret: Uint8Array, digits = 6) {
    this.secret = Buffer.from(secret);
    this.#digits = digits;
  }

  /** The code of one counter, or time step. */
  code(counter: number): string {
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(counter));
    const mac = createHmac('sha1', this.secret).update(message).digest();
    const offset = (mac[19] ?? 0) & 15;
    const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
    return String(number % 10 ** this.#digits).padStart(this.#digits, '0');
  }

  /** The code at a moment, in milliseconds (RFC 6238 §4.2). */
  at(moment: number, period = 30): string {
    return this.code(Math.floor(moment / 1_000 / period));
  }
}
