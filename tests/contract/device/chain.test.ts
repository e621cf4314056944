import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { HOUR, MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import { CHAIN_GRACE, STREAM_METHOD } from '../../../lib/protocol/proof.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { lastEvents } from '../webauthn/set-up.ts';

const INBOX = pathTo('deviceInbox');
const SELF = pathTo('deviceSelf');
const STREAM = pathTo('deviceStream');

let stage: Stage;
let laptop: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  await use(laptop);
});
afterAll(() => stage.stop());

const pass = (milliseconds: number) => stage.service.advance(milliseconds);
const asked = async (device: TestDevice) => (await device.call('GET', INBOX)).body.error;

/** Two calls: one brings a nonce, the other comes with it. */
async function use(device: TestDevice): Promise<void> {
  await device.inbox();
  await device.inbox();
}

const rowOf = async ({ id }: TestDevice) => {
  const { devices, floor } = stage.service.rooms;
  return devices.find(floor.db.read, id as never);
};

const forks = async ({ id }: TestDevice) =>
  (await lastEvents(stage, 'device.suspended')).filter((event) => event.device_id === id);

/** The stream's fate: `ready`, or the code that it was closed with. */
async function openStream(device: TestDevice): Promise<{ socket: WebSocket; fate: string | number }> {
  const socket = new WebSocket(`ws://127.0.0.1:${stage.service.port}${STREAM}`);
  const [greeting] = (await once(socket, 'message')) as [Buffer];
  const { nonce } = JSON.parse(String(greeting)) as { nonce: string };
  const proof = await device.proof(STREAM_METHOD, STREAM, { claims: { nonce } });
  const fate = Promise.race([
    once(socket, 'message').then(([frame]) => (JSON.parse(String(frame)) as { type: string }).type),
    once(socket, 'close').then(([code]) => code as number),
  ]);
  socket.send(JSON.stringify({ type: 'proof', proof }));
  return { socket, fate: await fate };
}

describe('the chained nonce', () => {
  it('comes with the first answer, and another one after ten minutes', async () => {
    const device = await stage.pair();
    await device.inbox();
    const first = device.chain;
    expect(first).toMatch(/^\d+\.[\w-]{22}$/);
    await pass(9 * MINUTE);
    await device.inbox();
    expect(device.chain).toBe(first);
    await pass(10 * MINUTE);
    await device.inbox();
    expect(device.chain).not.toBe(first);
    expect(await asked(device)).toBeUndefined();
  });

  it('comes sooner with a decision, unless that is refused', async () => {
    const device = await stage.pair('Desk');
    await use(device);
    await pass(CHAIN_GRACE + SECOND);
    const before = device.chain;
    const prompt = await stage.site.begin('alex');
    await device.prove(prompt);
    await prompt.post('promptPush');
    const push = (await device.inbox()).requests.at(-1);
    if (!push) throw new Error('no request waits');
    expect((await device.decide(push, { decision: 'approve' })).body.error).toBe('presence_refused');
    expect(device.chain).toBe(before);
    const decided = await device.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
    expect(decided.status).toBe(200);
    expect(device.chain).not.toBe(before);
  });

  it('is not told, nor kept, by a call that came to nothing', async () => {
    const user = await stage.service.addUser('only');
    const device = await stage.pair('Only', user);
    expect((await device.call('DELETE', SELF)).body.error).toBe('last_method');
    expect(device.chain).toBeNull();
    expect(await rowOf(device)).toMatchObject({ chain: '' });
  });

  it('of many calls at once only one brings a successor, and all are served', async () => {
    const device = await stage.pair();
    const calls = Array.from({ length: 20 }, () => device.call('GET', INBOX));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array(20).fill(200));
    const held = device.chain;
    await device.inbox();
    expect(device.chain).toBe(held);
  });

  it('does not matter to a client that never takes one', async () => {
    const old = await stage.pair('Old');
    old.follows = false;
    for (const time of [0, SECOND, CHAIN_GRACE, 11 * MINUTE, HOUR]) {
      await pass(time);
      expect(await asked(old)).toBeUndefined();
      const { socket, fate } = await openStream(old);
      expect(fate).toBe('ready');
      socket.close();
    }
    old.follows = true;
    await use(old);
    expect(await asked(old)).toBeUndefined();
  });

  it('is refused, and suspends nobody, when this service did not make it for this device', async () => {
    const other = await stage.pair('Other');
    await use(other);
    const [number = '', mac = ''] = (laptop.chain ?? '').split('.');
    const [first = ''] = mac;
    const changed = `${number}.${first === 'A' ? 'B' : 'A'}${mac.slice(1)}`;
    const forged = [changed, `${Number(number) + 1}.${mac}`, `0${number}.${mac}`, other.chain, 'no token'];
    for (const chain of forged) {
      const proof = await laptop.proof('GET', INBOX, { claims: { chain } });
      expect((await laptop.call('GET', INBOX, { proof })).body.error).toBe('proof_invalid');
    }
    expect(await asked(laptop)).toBeUndefined();
  });
});

describe('a copied profile', () => {
  it('is found out at the first outlived nonce: both stop, with codes and requests, and an alert tells', async () => {
    const desk = await stage.pair('Desk');
    const original = await stage.pair('Lost');
    const codes = await original.takeCodes();
    await original.inbox();
    const copy = original.copy();
    await pass(11 * MINUTE);
    await use(original);
    await pass(11 * MINUTE);
    await use(original);
    const { socket, fate } = await openStream(original);
    expect(fate).toBe('ready');
    const closed = once(socket, 'close');

    expect(await asked(copy)).toBe('device_suspended');
    expect(await asked(original)).toBe('device_suspended');
    expect((await closed)[0]).toBe(4403);
    expect(await forks(original)).toMatchObject([{ reason: 'forked', alert: 1 }]);
    expect((await desk.inbox()).notices.map(({ kind }) => kind)).toContain('device_suspended');

    const prompt = await stage.site.begin('alex');
    const passcode = codes.token.code(codes.next);
    expect((await prompt.post('promptPasscode', { passcode })).body.error).toBe('passcode_none');
    expect((await original.prove(prompt)).body.error).toBe('device_suspended');
    await prompt.post('promptPush');
    expect((await desk.inbox()).requests).toMatchObject([{ state: 'pending' }]);
  });

  it('is found out without any nonce, too, once calls that were on their way have come', async () => {
    const device = await stage.pair();
    const before = device.copy();
    await use(device);
    expect(await asked(before)).toBeUndefined();
    await pass(CHAIN_GRACE + SECOND);
    expect(await asked(before)).toBe('device_suspended');
    expect(await forks(device)).toHaveLength(1);
  });

  it('is found out when both come with a successor of their own, also at the same moment', async () => {
    const original = await stage.pair();
    const copy = original.copy();
    await original.inbox();
    await pass(CHAIN_GRACE + SECOND);
    await copy.inbox();
    expect(copy.chain).not.toBe(original.chain);
    const errors = await Promise.all([asked(original), asked(copy)]);
    expect(errors).toContain('device_suspended');
    for (const device of [original, copy]) expect(await asked(device)).toBe('device_suspended');
    expect(await forks(original)).toHaveLength(1);
  });

  it('gets no successor by asking often, and cannot follow', async () => {
    const original = await stage.pair();
    await use(original);
    await pass(11 * MINUTE);
    const copy = original.copy();
    await original.inbox();
    for (let asks = 0; asks < 20; asks++) {
      await copy.inbox();
      await pass(SECOND);
    }
    expect(await asked(original)).toBeUndefined();
    await copy.inbox();
    expect(copy.chain).not.toBe(original.chain);
    await pass(CHAIN_GRACE);
    expect(await asked(copy)).toBe('device_suspended');
  });

  it('is found out by a stream', async () => {
    const original = await stage.pair();
    await use(original);
    const copy = original.copy();
    await pass(11 * MINUTE);
    await use(original);
    const { socket, fate } = await openStream(original);
    expect(fate).toBe('ready');
    await pass(11 * MINUTE);
    const closed = once(socket, 'close');
    expect((await openStream(copy)).fate).toBe(4401);
    expect((await closed)[0]).toBe(4403);
    expect(await forks(original)).toHaveLength(1);
  });

  it('is found out where the original has only opened a stream with its successor', async () => {
    const original = await stage.pair();
    await use(original);
    const copy = original.copy();
    await pass(11 * MINUTE);
    await original.inbox();
    const { socket, fate } = await openStream(original);
    expect(fate).toBe('ready');
    socket.close();
    await pass(CHAIN_GRACE + SECOND);
    expect(await asked(copy)).toBe('device_suspended');
  });
});

describe('what is late', () => {
  it('is expired, never a copy', async () => {
    const device = await stage.pair();
    const late = await device.proof('GET', INBOX);
    await use(device);
    await pass(HOUR);
    expect((await device.call('GET', INBOX, { proof: late })).body.error).toBe('proof_expired');
    expect(await asked(device)).toBeUndefined();
  });

  it('is served with a nonce that was outlived meanwhile, as long as its proof lives', async () => {
    const device = await stage.pair();
    await use(device);
    await pass(11 * MINUTE);
    const proof = await device.proof('GET', INBOX);
    await pass(CHAIN_GRACE / 4);
    await use(device);
    expect((await device.call('GET', INBOX, { proof })).status).toBe(200);
    expect((await device.call('GET', INBOX, { proof })).body.error).toBe('proof_replayed');
    expect(await asked(device)).toBeUndefined();
  });
});

it('a restored database knows less than the device, which is noted and harms nobody', async () => {
  const device = await stage.pair('Restored');
  await use(device);
  const file = join(stage.service.data, 'countersign.db');
  const backup = join(stage.service.data, 'backup.db');
  await stage.service.away(async () => copyFileSync(file, backup));
  for (let turn = 0; turn < 3; turn++) {
    await pass(11 * MINUTE);
    await use(device);
  }
  await stage.service.away(async () => copyFileSync(backup, file));
  expect(await asked(device)).toBeUndefined();
  const noted = (await lastEvents(stage, 'device.chain_ahead')).filter(
    ({ device_id: id }) => id === device.id,
  );
  expect(noted).toMatchObject([{ alert: 0 }]);
  await pass(11 * MINUTE);
  await use(device);
  expect(await asked(device)).toBeUndefined();
});
