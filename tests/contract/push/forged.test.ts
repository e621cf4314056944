import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR } from '../../../lib/ports/clock.ts';
import { DECISION_TYP, type PushView } from '../../../lib/protocol/push.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
let prompt: TestPrompt;
let push: PushView;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
});
afterAll(() => stage.stop());

/** A request that the laptop could approve with one click. */
beforeEach(async () => {
  await stage.service.advance(HOUR);
  prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  await prompt.post('promptPush');
  const pending = (await laptop.inbox()).requests.findLast((request) => request.state === 'pending');
  if (!pending) throw new Error('no request waits');
  push = pending;
});

const send = async (decision: string, device = laptop, id: string = push.id) =>
  (await device.call('POST', pathTo('deviceDecision', id), { body: { decision }, cookie: prompt.cookie }))
    .body.error;
const iat = () => Math.floor(stage.service.clock.now() / 1_000);
const claims = () => ({ push: push.id, nonce: push.nonce, decision: 'approve', iat: iat() });
const header = () => ({ typ: DECISION_TYP, kid: laptop.id ?? '' });

describe('a decision counts only if this device signed it for this push just now', () => {
  it('signed by another device of the same person', async () => {
    expect(await send(await desk.sign(claims(), header()))).toBe('bad_request');
  });

  it('sent on by another device', async () => {
    expect(await send(await laptop.sign(claims(), header()), desk)).toBe('bad_request');
  });

  it('altered after signing', async () => {
    const denied = await laptop.decision(push, { decision: 'deny', reason: 'mistake' });
    const [head, , signature] = denied.split('.');
    const altered = Buffer.from(JSON.stringify(claims())).toString('base64url');
    expect(await send(`${head}.${altered}.${signature}`)).toBe('bad_request');
  });

  it('with another type, algorithm or shape', async () => {
    expect(await send(await laptop.sign(claims(), { ...header(), typ: 'JWT' }))).toBe('bad_request');
    expect(await send(await laptop.sign({ ...claims(), extra: 1 }, header()))).toBe('bad_request');
    expect(await send(await laptop.sign({ ...claims(), decision: 'allow' }, header()))).toBe('bad_request');
    const hmac = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', ...header() })
      .sign(new TextEncoder().encode(JSON.stringify(laptop.signKey)));
    expect(await send(hmac)).toBe('bad_request');
  });

  it('for another push, with another nonce, or out of time', async () => {
    expect(await send(await laptop.sign({ ...claims(), push: 'A'.repeat(22) }, header()))).toBe(
      'bad_request',
    );
    expect(await send(await laptop.sign({ ...claims(), nonce: 'A'.repeat(22) }, header()))).toBe(
      'push_unknown',
    );
    expect(await send(await laptop.sign({ ...claims(), iat: iat() - 61 }, header()))).toBe('proof_expired');
  });

  it('for somebody else’s request', async () => {
    const sam = await stage.service.addUser(`sam-${stage.service.clock.now()}`);
    const stranger = await stage.pair('Stranger', sam);
    const decision = await stranger.decision(push, { decision: 'approve' });
    expect(await send(decision, stranger)).toBe('push_unknown');
    expect((await stranger.inbox()).requests).toEqual([]);
    expect((await stranger.call('POST', pathTo('deviceNotMe', push.id))).status).toBe(410);
  });

  it('nothing of the above changed anything', async () => {
    expect((await prompt.read()).parts.push?.latest?.state).toBe('pending');
  });
});

describe('replays', () => {
  it('of a decision return the final state and change nothing', async () => {
    const decision = await laptop.decision(push, { decision: 'approve' });
    const options = { body: { decision }, cookie: prompt.cookie };
    for (const _ of ['first', 'lost answer', 'once more']) {
      const reply = await laptop.call('POST', pathTo('deviceDecision', push.id), options);
      expect(reply).toEqual({ status: 200, body: { state: 'approved' } });
    }
  });

  it('of an approval after a denial stay denied', async () => {
    const approval = await laptop.decision(push, { decision: 'approve' });
    await laptop.decide(push, { decision: 'deny', reason: 'mistake' });
    expect(await send(approval)).toBe('push_decided');
    expect((await prompt.read()).parts.push?.latest?.state).toBe('denied');
  });

  it('of a decision on an expired request approve nothing', async () => {
    await stage.service.advance(61_000);
    expect(await send(await laptop.decision(push, { decision: 'approve' }))).toBe('push_expired');
    expect((await prompt.read()).state).toBe('choosing');
  });
});

describe('the log', () => {
  it('explains each sign-in, and the service’s log holds no value', async () => {
    await laptop.decide(push, { decision: 'deny', reason: 'fraud' });
    const { audit, floor } = stage.service.rooms;
    const lines = await audit.list({ db: floor.db, limit: 5, alerts: true });
    expect(lines[0]).toMatchObject({ event: 'push.denied', reason: 'fraud', user_id: stage.alex });
    const log = JSON.stringify(stage.service.log);
    expect(log).toContain('push.denied');
    for (const secret of [
      prompt.cookie,
      prompt.challenge,
      push.nonce,
      'alex@example.org',
      stage.application.secret,
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
