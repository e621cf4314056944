import { createHash, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROOF_TYP } from '../../../lib/protocol/proof.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

const INBOX = pathTo('deviceInbox');
const SELF = pathTo('deviceSelf');

let stage: Stage;
let laptop: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());

const seconds = () => Math.floor(stage.service.clock.now() / 1_000);
const refusal = async (proof: string | null, method = 'GET', path = INBOX) =>
  (await laptop.call(method, path, { proof })).body.error;

describe('a device proof is refused', () => {
  it('when it is missing, not a token, or too long', async () => {
    expect(await refusal(null)).toBe('proof_missing');
    expect(await refusal('nonsense')).toBe('proof_invalid');
    expect(await refusal(`${'a'.repeat(2_100)}.b.c`)).toBe('proof_invalid');
  });

  it('the second time', async () => {
    const proof = await laptop.proof('GET', INBOX);
    expect(await refusal(proof)).toBeUndefined();
    expect(await refusal(proof)).toBe('proof_replayed');
  });

  it('the second time also after a restart of the service', async () => {
    const proof = await laptop.proof('GET', INBOX);
    expect(await refusal(proof)).toBeUndefined();
    await stage.service.restart();
    expect(await refusal(proof)).toBe('proof_replayed');
  });

  it.each([
    ['another method', { htm: 'POST' }],
    ['another address', { htu: 'https://evil.example.org/device/v1/inbox' }],
    ['another path', { htu: `https://localhost${SELF}` }],
    ['a body that is not there', { bod: createHash('sha256').update('x').digest('base64url') }],
    ['no request at all', { jti: 'short' }],
  ])('when it is about %s', async (_, claims) => {
    expect(await refusal(await laptop.proof('GET', INBOX, { claims }))).toBe('proof_invalid');
  });

  it('when the body is not the one that was signed', async () => {
    const proof = await laptop.proof('PATCH', SELF, { body: new TextEncoder().encode('{"name":"Mine"}') });
    const reply = await laptop.call('PATCH', SELF, { body: { name: 'Theirs' }, proof });
    expect(reply.body.error).toBe('proof_invalid');
  });

  it('when it is out of time, with the service’s clock to learn from', async () => {
    for (const iat of [seconds() - 62, seconds() + 62]) {
      const reply = await laptop.call('GET', INBOX, {
        proof: await laptop.proof('GET', INBOX, { claims: { iat } }),
      });
      expect(reply.body.error).toBe('proof_expired');
      expect(Math.abs(Number(reply.body.now) - stage.service.clock.now())).toBeLessThan(5_000);
    }
  });

  it('under another algorithm, type or key', async () => {
    const claims = {
      htm: 'GET',
      htu: stage.service.origin + INBOX,
      iat: seconds(),
      jti: randomBytes(16).toString('base64url'),
    };
    // The public key as an HMAC secret: the classic confusion (RFC 8725 §2.1).
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: PROOF_TYP, kid: laptop.id ?? '' })
      .sign(new TextEncoder().encode(JSON.stringify(laptop.signKey)));
    expect(await refusal(confused)).toBe('proof_invalid');

    const [, payload] = (await laptop.proof('GET', INBOX)).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: PROOF_TYP, kid: laptop.id })).toString(
      'base64url',
    );
    expect(await refusal(`${none}.${payload}.AA`)).toBe('proof_invalid');

    expect(await refusal(await laptop.sign(claims, { typ: 'JWT', kid: laptop.id ?? '' }))).toBe(
      'proof_invalid',
    );

    const other = await stage.pair('Other');
    expect(await refusal(await other.sign(claims, { typ: PROOF_TYP, kid: laptop.id ?? '' }))).toBe(
      'proof_invalid',
    );
  });

  it('from a page of the web, even with a good proof', async () => {
    const headers = { Origin: 'https://evil.example.org' };
    expect((await laptop.call('GET', INBOX, { headers })).body.error).toBe('wrong_origin');
    expect((await laptop.call('GET', INBOX, { headers: { Origin: 'null' } })).body.error).toBe(
      'wrong_origin',
    );
    expect((await laptop.call('GET', INBOX, { headers: { Origin: 'chrome-extension://abc' } })).status).toBe(
      200,
    );
  });

  it('once the device is removed or suspended', async () => {
    const { floor, devices } = stage.service.rooms;
    const gone = await stage.pair('Gone');
    const end = (id: string | null, status: 'removed' | 'suspended') =>
      floor.db.write((tx) => devices.end(tx, id as never, { status, reason: 'test' }));
    await end(gone.id, 'suspended');
    expect((await gone.call('GET', INBOX)).body.error).toBe('device_suspended');
    await end(gone.id, 'removed');
    expect((await gone.call('GET', INBOX)).body.error).toBe('device_unknown');
  });
});

describe('a paired browser', () => {
  it('is renamed, and may leave unless it is the only one', async () => {
    const sam = await stage.service.addUser('sam');
    const first = await stage.pair('First', sam);
    expect((await first.call('DELETE', SELF)).body.error).toBe('last_method');
    const second = await stage.pair('Second', sam);
    expect((await second.call('PATCH', SELF, { body: { name: ' Library desk ' } })).status).toBe(200);
    expect((await second.inbox()).deviceName).toBe('Library desk');
    expect((await first.call('DELETE', SELF)).status).toBe(200);
    expect((await second.call('DELETE', SELF)).body.error).toBe('last_method');
    expect((await second.inbox()).notices.map((notice) => notice.kind)).toContain('device_removed');
  });

  it('two that leave at once cannot both go', async () => {
    const user = await stage.service.addUser('pat');
    const pair = [await stage.pair('One', user), await stage.pair('Two', user)];
    const replies = await Promise.all(pair.map((device) => device.call('DELETE', SELF)));
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
  });
});
