import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compactDecrypt, compactVerify, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CHAIN_HEADER } from '../../../lib/protocol/chain-header.ts';
import { errors, isErrorCode } from '../../../lib/protocol/errors.ts';
import { type DigitsInput, pairingDigits } from '../../../lib/protocol/pairing.ts';
import { PASSCODE_TYP, PasscodeSecret } from '../../../lib/protocol/passcodes.ts';
import { PROOF_HEADER, PROOF_TYP } from '../../../lib/protocol/proof.ts';
import { DECISION_TYP, INBOX_TYP } from '../../../lib/protocol/push.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { TestToken } from '../../fakes/token.ts';

const text = readFileSync(new URL('../../../service/DEVICE-PROTOCOL.md', import.meta.url), 'utf8');

/** The second cell of the table row that begins with this text. */
const cell = (first: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .find((cells) => cells[1] === first)?.[2]
    ?.replaceAll('`', '');

/** The fixed values of a worked example. */
const example = (name: string): unknown =>
  JSON.parse(new RegExp(`<!-- example: ${name} -->\n\`\`\`json\n(.*?)\`\`\``, 's').exec(text)?.[1] ?? '{}');

describe('the worked example of pairing', () => {
  const input = example('digits') as DigitsInput;
  const bytes = Buffer.from(input.deviceNonce, 'base64url');
  const point = ({ x, y }: DigitsInput['signKey']): string => `${x}.${y}`;
  const joined = [
    'countersign-pairing-1',
    input.origin,
    input.pairing,
    ...[input.signKey, input.receiveKey, input.keys.current, input.keys.next].map(point),
    input.deviceNonce,
    input.serviceNonce,
  ].join('\n');

  it('has the digits that the code derives', async () => {
    expect(cell('digits')).toBe(await pairingDigits(input));
  });

  it('is right at each step', () => {
    const digest = createHash('sha256').update(joined).digest();
    expect(cell('commitment')).toBe(createHash('sha256').update(bytes).digest('base64url'));
    expect(cell('length of the text')).toBe(`${Buffer.byteLength(joined)} bytes`);
    expect(cell('its SHA-256')).toBe(digest.toString('hex'));
    expect(cell('first eight bytes')).toBe(String(digest.readBigUInt64BE()));
  });
});

describe('the worked example of a secret', () => {
  const given = example('passcode') as Record<'receiveKey' | 'serviceKey', JWK> &
    Record<'origin' | 'device' | 'jwe', string>;

  it('opens, and holds what the table says', async () => {
    const receiveKey = await importJWK(given.receiveKey, 'ECDH-ES');
    const opened = await compactDecrypt(given.jwe, receiveKey);
    expect(opened.protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM' });
    const serviceKey = await importJWK(given.serviceKey, 'ES256');
    const { payload, protectedHeader } = await compactVerify(opened.plaintext, serviceKey);
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: PASSCODE_TYP });
    const claims = v.parse(PasscodeSecret, JSON.parse(new TextDecoder().decode(payload)));
    expect(claims).toMatchObject({ iss: given.origin, aud: given.device, token: cell('token') });
    expect([claims.secret, String(claims.counter)]).toEqual([cell('secret'), cell('first counter')]);
    const token = new TestToken(Buffer.from(claims.secret, 'base64url'));
    expect(cell('code of that counter')).toBe(token.code(claims.counter));
    expect(cell('code of the next')).toBe(token.code(claims.counter + 1));
  });
});

describe('the tables', () => {
  it('give each error the status that it has, and leave none out that they name', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` +\| (\d{3}) +\|/gm)];
    const described = rows.map(([, code = '', status]) => [code, Number(status)] as const);
    expect(described.length).toBeGreaterThan(30);
    for (const [code, status] of described) {
      expect({ code, status: isErrorCode(code) ? errors[code].status : null }).toEqual({ code, status });
    }
    const section = text.slice(text.indexOf('## Errors'), text.search(/^\| code +\| status +\|/m));
    const named = [...section.matchAll(/`(\w+_\w+|internal)`/g)].map(([, code = '']) => code);
    const known = new Set(described.map(([code]) => code));
    expect(named.filter((code) => !known.has(code as (typeof described)[number][0]))).toEqual([]);
  });

  it('name every device route, and every type of token', () => {
    const paths = Object.entries(routes).filter(([name]) => name.startsWith('device'));
    for (const [, path] of paths) {
      expect(text).toMatch(new RegExp(path.replace(':id', '<(pairing|request|key|token|device)>')));
    }
    for (const word of [PROOF_HEADER, CHAIN_HEADER, PROOF_TYP, INBOX_TYP, DECISION_TYP, PASSCODE_TYP])
      expect(text).toContain(word);
  });
});
