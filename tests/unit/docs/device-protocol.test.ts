import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errors, isErrorCode } from '../../../lib/protocol/errors.ts';
import { type DigitsInput, pairingDigits } from '../../../lib/protocol/pairing.ts';
import { PROOF_HEADER, PROOF_TYP } from '../../../lib/protocol/proof.ts';
import { DECISION_TYP, INBOX_TYP } from '../../../lib/protocol/push.ts';
import { routes } from '../../../lib/protocol/routes.ts';

const text = readFileSync(new URL('../../../service/DEVICE-PROTOCOL.md', import.meta.url), 'utf8');

/** The second cell of the table row that begins with this text. */
const cell = (first: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .find((cells) => cells[1] === first)?.[2]
    ?.replaceAll('`', '');

describe('the worked example', () => {
  const block = /<!-- example: digits -->\n```json\n(.*?)```/s.exec(text)?.[1] ?? '{}';
  const input = JSON.parse(block) as DigitsInput;
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
      expect(text).toMatch(new RegExp(path.replace(':id', '<(pairing|request|key)>')));
    }
    for (const word of [PROOF_HEADER, PROOF_TYP, INBOX_TYP, DECISION_TYP]) expect(text).toContain(word);
  });
});
