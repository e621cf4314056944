import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DigitsInput, pairingDigits } from '../../../lib/protocol/pairing.ts';

const key = (letter: string) =>
  ({ kty: 'EC', crv: 'P-256', x: letter.repeat(43), y: letter.toUpperCase().repeat(43) }) as const;
const input: DigitsInput = {
  origin: 'https://login.example.org',
  pairing: 'p'.repeat(22),
  signKey: key('a'),
  receiveKey: key('b'),
  keys: { current: key('c'), next: key('d') },
  deviceNonce: 'e'.repeat(43),
  serviceNonce: 'f'.repeat(43),
};

describe('pairing digits', () => {
  it('are SHA-256 over all parts, its first eight bytes modulo a million', async () => {
    const point = (letter: string) => `${letter.repeat(43)}.${letter.toUpperCase().repeat(43)}`;
    const text = ['countersign-pairing-1', input.origin, input.pairing, ...['a', 'b', 'c', 'd'].map(point)]
      .concat(input.deviceNonce, input.serviceNonce)
      .join('\n');
    const hex = createHash('sha256').update(text).digest('hex').slice(0, 16);
    expect(await pairingDigits(input)).toBe(String(BigInt(`0x${hex}`) % 1_000_000n).padStart(6, '0'));
  });

  it('change with every part', async () => {
    const other = 'z'.repeat(43);
    const variants: DigitsInput[] = [
      { ...input, origin: 'https://login.example.net' },
      { ...input, pairing: 'q'.repeat(22) },
      { ...input, signKey: key('z') },
      { ...input, receiveKey: key('z') },
      { ...input, keys: { ...input.keys, current: key('z') } },
      { ...input, keys: { ...input.keys, next: key('z') } },
      { ...input, deviceNonce: other },
      { ...input, serviceNonce: other },
    ];
    const digits = await Promise.all([input, ...variants].map(pairingDigits));
    expect(new Set(digits).size).toBe(digits.length);
  });
});
