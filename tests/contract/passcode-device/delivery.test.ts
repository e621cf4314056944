import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { TestToken } from '../../fakes/token.ts';

const OFFER = pathTo('devicePasscode');

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const rowsOf = (device: TestDevice) =>
  stage.service.rooms.floor.db.read
    .selectFrom('tokens')
    .selectAll()
    .where('device_id', '=', device.id as DeviceId)
    .orderBy('state')
    .execute();

async function eventsOf(device: TestDevice): Promise<string[]> {
  const { audit, floor } = stage.service.rooms;
  const lines = await audit.list({ db: floor.db, limit: 1_000, alerts: false });
  const own = lines.filter(
    ({ device_id, event }) => device_id === device.id && event.startsWith('passcode.'),
  );
  return own.map(({ event }) => event).reverse();
}

const tokenOf = (secret: string): TestToken => new TestToken(Buffer.from(secret, 'base64url'));

/** What a code of this browser is worth at a fresh prompt. */
async function typed(passcode: string, username = 'alex'): Promise<unknown> {
  // Ten guesses a minute count.
  await stage.service.advance(MINUTE);
  const prompt = await stage.site.begin(username);
  const { status, body } = await prompt.post('promptPasscode', { passcode });
  return status === 200 ? 'accepted' : body.error;
}

describe('the secret of a browser’s own codes', () => {
  it('arrives signed and encrypted to this browser, and to no other', async () => {
    const laptop = await stage.pair('Laptop');
    const desk = await stage.pair('Desk');
    const reply = await laptop.call('POST', OFFER);
    const jwe = String(reply.body.jwe);
    const secret = await laptop.openPasscode(jwe);
    expect(secret).toMatchObject({ aud: laptop.id, token: reply.body.token, counter: 0 });
    expect(secret.at).toBeLessThanOrEqual(stage.service.clock.now());
    await expect(desk.openPasscode(jwe)).rejects.toThrow('decrypt');
    expect((await desk.passcodeSecret()).secret).not.toBe(secret.secret);
  });

  it('is the same again until it is confirmed, and another one afterwards', async () => {
    const laptop = await stage.pair();
    const first = await laptop.passcodeSecret();
    expect(await laptop.passcodeSecret()).toMatchObject({ token: first.token, secret: first.secret });
    const twenty = await Promise.all(Array.from({ length: 20 }, () => laptop.passcodeSecret()));
    expect(new Set(twenty.map(({ secret }) => secret))).toEqual(new Set([first.secret]));
    expect(await eventsOf(laptop)).toEqual(['passcode.offered']);
    expect((await laptop.confirmPasscode(first.token, tokenOf(first.secret).code(0))).status).toBe(200);
    const second = await laptop.passcodeSecret();
    expect(second.token).not.toBe(first.token);
    expect(second.secret).not.toBe(first.secret);
    expect(await eventsOf(laptop)).toEqual(['passcode.offered', 'passcode.ready', 'passcode.offered']);
  });

  it('is kept sealed, and told to no log', async () => {
    const laptop = await stage.pair();
    const { secret } = await laptop.passcodeSecret();
    const [row] = await rowsOf(laptop);
    const bytes = Buffer.from(row?.secret ?? []);
    expect(bytes.includes(Buffer.from(secret, 'base64url'))).toBe(false);
    expect(bytes.toString('latin1')).not.toContain(secret);
    const { audit, floor } = stage.service.rooms;
    const lines = await audit.list({ db: floor.db, limit: 1_000, alerts: false });
    expect(JSON.stringify([lines, stage.service.log])).not.toContain(secret);
  });

  it('counts from the moment that a code of it was shown', async () => {
    const laptop = await stage.pair('Kim’s', await stage.service.addUser('kim'));
    const { token, secret, counter } = await laptop.passcodeSecret();
    const codes = tokenOf(secret);
    expect(await typed(codes.code(counter + 1), 'kim')).toBe('passcode_not_ready');
    const taken = await laptop.confirmPasscode(token, codes.code(counter));
    expect(taken).toEqual({ status: 200, body: {} });
    expect(await typed(codes.code(counter), 'kim')).toBe('passcode_used');
    expect(await typed(codes.code(counter + 1), 'kim')).toBe('accepted');
  });
});

describe('a confirmation', () => {
  it('leaves the codes before it in force until then, and ends them', async () => {
    const laptop = await stage.pair();
    const before = await laptop.takeCodes();
    const { token, secret } = await laptop.passcodeSecret();
    const after = tokenOf(secret);
    expect(await typed(before.token.code(before.next))).toBe('accepted');
    expect((await laptop.confirmPasscode(token, after.code(0))).status).toBe(200);
    expect(await typed(before.token.code(before.next + 1))).toBe('passcode_wrong');
    expect(await typed(after.code(1))).toBe('accepted');
    expect((await rowsOf(laptop)).map(({ id, state }) => ({ id, state }))).toEqual([
      { id: token, state: 'ready' },
    ]);
  });

  it('takes a right code, of this counter or of the nineteen that may have been lost on the way', async () => {
    const laptop = await stage.pair();
    const { token, secret } = await laptop.passcodeSecret();
    const codes = tokenOf(secret);
    for (const wrong of [codes.code(20), '', '12345', 'abcdef', ` ${codes.code(0)}`])
      expect((await laptop.confirmPasscode(token, wrong)).body.error).toBe('passcode_wrong');
    expect(await rowsOf(laptop)).toMatchObject([{ state: 'offered', counter: 0 }]);
    expect((await laptop.confirmPasscode(token, codes.code(19))).status).toBe(200);
    expect(await rowsOf(laptop)).toMatchObject([{ state: 'ready', counter: 20 }]);
  });

  it('is harmless when it is repeated, also by twenty at once', async () => {
    const laptop = await stage.pair();
    const { token, secret } = await laptop.passcodeSecret();
    const confirm = () => laptop.confirmPasscode(token, tokenOf(secret).code(0));
    const replies = await Promise.all(Array.from({ length: 20 }, confirm));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(await eventsOf(laptop)).toEqual(['passcode.offered', 'passcode.ready']);
    expect(await typed(tokenOf(secret).code(1))).toBe('accepted');
    expect((await confirm()).status).toBe(200);
    expect(await rowsOf(laptop)).toMatchObject([{ state: 'ready', counter: 2 }]);
  });

  it('is for a secret that this very browser was sent', async () => {
    const laptop = await stage.pair();
    const desk = await stage.pair();
    const { token, secret } = await laptop.passcodeSecret();
    const code = tokenOf(secret).code(0);
    expect((await desk.confirmPasscode(token, code)).body.error).toBe('not_found');
    expect((await laptop.confirmPasscode('DH0000000000000000AA', code)).body.error).toBe('not_found');
    expect((await laptop.confirmPasscode('x', code)).body.error).toBe('not_found');
    const path = pathTo('devicePasscodeConfirmation', token);
    expect((await laptop.call('POST', path, { body: { passcode: 1 } })).body.error).toBe('bad_request');
  });

  it('of wrong codes locks nobody out', async () => {
    const laptop = await stage.pair();
    const { token } = await laptop.passcodeSecret();
    for (let tries = 0; tries < 12; tries++) await laptop.confirmPasscode(token, 'wrong');
    const { users, floor } = stage.service.rooms;
    expect(await users.find(floor.db.read, stage.alex)).toMatchObject({ failures: 0, locked_at: null });
  });
});

describe('no secret is sent, and none confirmed', () => {
  /** What both calls are told. */
  async function told(device: TestDevice, { token, secret }: { token: string; secret: string }) {
    const offer = await device.call('POST', OFFER);
    const confirmed = await device.confirmPasscode(token, tokenOf(secret).code(0));
    expect(confirmed.body.error).toBe(offer.body.error);
    return offer.body.error;
  }

  it('to a suspended or removed browser', async () => {
    for (const status of ['suspended', 'removed'] as const) {
      const device = await stage.pair();
      const offered = await device.passcodeSecret();
      const { floor, devices } = stage.service.rooms;
      await floor.db.write((tx) => devices.end(tx, device.id as DeviceId, { status, reason: 'operator' }));
      expect(await told(device, offered)).toBe(status === 'removed' ? 'device_unknown' : 'device_suspended');
      await stage.service.app.sweep();
      expect(await rowsOf(device)).toEqual([]);
    }
  });

  it('of a person who is disabled', async () => {
    const sam: UserId = await stage.service.addUser('sam');
    const device = await stage.pair('Sam’s', sam);
    const offered = await device.passcodeSecret();
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.setStatus(tx, sam, 'disabled'));
    expect(await told(device, offered)).toBe('user_disabled');
  });

  it.each([
    [{ passcodes: 'off' }, { passcodes: undefined }],
    [{ browserApproval: 'user_verification' }, { browserApproval: undefined }],
  ] as const)('where policy says %j', async (policy, before) => {
    const device = await stage.pair();
    const offered = await device.passcodeSecret();
    await stage.service.setPolicy(policy);
    expect(await told(device, offered)).toBe('passcode_off');
    await stage.service.setPolicy(before);
    expect(await told(device, offered)).toBeUndefined();
  });

  it('to whoever shows no proof, an old one, or is a page of the web', async () => {
    const device = await stage.pair();
    expect((await device.call('POST', OFFER, { proof: null })).body.error).toBe('proof_missing');
    const proof = await device.proof('POST', OFFER);
    expect((await device.call('POST', OFFER, { proof })).status).toBe(200);
    expect((await device.call('POST', OFFER, { proof })).body.error).toBe('proof_replayed');
    const headers = { Origin: 'https://evil.example.org' };
    expect((await device.call('POST', OFFER, { headers })).body.error).toBe('wrong_origin');
  });
});

describe('the codes of a browser', () => {
  it('end with it', async () => {
    await stage.service.advance(DAY);
    const device = await stage.pair();
    const { token, next } = await device.takeCodes();
    expect((await device.call('DELETE', pathTo('deviceSelf'))).status).toBe(200);
    expect(await typed(token.code(next))).not.toBe('accepted');
    await stage.service.app.sweep();
    expect(await rowsOf(device)).toEqual([]);
  });
});
