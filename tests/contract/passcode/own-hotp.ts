import { createHmac } from 'node:crypto';

/** RFC 4226 §5.3 once more, so that the service is not held against the arithmetic that it uses itself. */
export function ownHotp(secret: Uint8Array, counter: number, digits: number): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(moving).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const truncated = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}
