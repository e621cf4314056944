import { createHmac, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { CompactSign, compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { peek, signEs256, signHs512, verifyEs256, verifyHs512 } from '../../../service/jws/jws.ts';

const secret = 'a'.repeat(40);
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const bytes = (text: string) => new TextEncoder().encode(text);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('compact JWS', () => {
  it('is read by an independent library, and reads what that one wrote', async () => {
    const claims = { sub: 'Zoë', n: 1.5 };
    const hs = await compactVerify(signHs512(claims, secret), bytes(secret), { algorithms: ['HS512'] });
    expect(JSON.parse(new TextDecoder().decode(hs.payload))).toEqual(claims);
    const es = signEs256(claims, { key: key.privateKey, kid: 'k', typ: 't' });
    const read = await compactVerify(es, key.publicKey, { algorithms: ['ES256'] });
    expect(read.protectedHeader).toEqual({ alg: 'ES256', kid: 'k', typ: 't' });

    const theirs = await new CompactSign(bytes(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256' })
      .sign(key.privateKey);
    expect(verifyEs256(theirs, key.publicKey)?.payload).toEqual(claims);
    const theirHs = await new CompactSign(bytes(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'HS512' })
      .sign(bytes(secret));
    expect(verifyHs512(theirHs, secret)?.payload).toEqual(claims);
  });

  it('refuses every other algorithm, key, and extension', () => {
    const payload = part({ a: 1 });
    const signed = (header: object, algorithm: string) => {
      const input = `${part(header)}.${payload}`;
      return `${input}.${createHmac(algorithm, secret).update(input).digest('base64url')}`;
    };
    expect(verifyHs512(signed({ alg: 'HS512' }, 'sha512'), secret)).not.toBeNull();
    expect(verifyHs512(signed({ alg: 'HS512', crit: ['x'] }, 'sha512'), secret)).toBeNull();
    expect(verifyHs512(signed({ alg: 'HS256' }, 'sha256'), secret)).toBeNull();
    expect(verifyHs512(signed({ alg: 'none' }, 'sha512'), secret)).toBeNull();
    expect(verifyHs512(`${part({ alg: 'none' })}.${payload}.`, secret)).toBeNull();
    expect(verifyHs512(signHs512({ a: 1 }, secret), 'b'.repeat(40))).toBeNull();
    const es = signEs256({ a: 1 }, { key: key.privateKey, kid: 'k', typ: 't' });
    expect(verifyEs256(es, other.publicKey)).toBeNull();
    expect(verifyHs512(es, secret)).toBeNull();
  });

  it('refuses any token with a changed character', () => {
    const token = signHs512({ a: 1, b: 'two' }, secret);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        const read = verifyHs512(changed, secret);
        expect(changed === token || read === null).toBe(true);
      }),
    );
  });

  it('never throws on rubbish', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        expect(verifyHs512(`${a}.${b}.${c}`, secret)).toBeNull();
        peek(`${a}.${b}.${c}`);
        peek(a);
      }),
    );
    expect(peek(`${part([1])}.${part('text')}.AA`)).toBeNull();
  });
});
