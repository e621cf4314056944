import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import { NOT_ME_WINDOW } from '../../../lib/protocol/push.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { giveToken, type } from '../passcode/set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
});
afterAll(() => stage.stop());
/** Each test starts with no request remembered. */
beforeEach(() => stage.service.advance(2 * 60 * MINUTE));

const waiting = async (device: TestDevice) => {
  const { requests } = await device.inbox();
  const push = requests.find((request) => request.state === 'pending');
  if (!push) throw new Error('no request waits');
  return push;
};

describe('a sign-in started in a paired browser', () => {
  it('is approved by one click, and the site gets its code', async () => {
    const prompt = await stage.site.begin('alex');
    expect((await laptop.prove(prompt)).status).toBe(200);
    expect((await prompt.post('promptPush')).status).toBe(200);

    const push = await waiting(laptop);
    expect(push).toMatchObject({
      answer: 'click',
      present: prompt.transaction,
      application: 'Campus Portal',
    });
    expect(await waiting(desk)).toMatchObject({ answer: 'number', present: null });

    const approved = await laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
    expect(approved).toEqual({ status: 200, body: { state: 'approved' } });
    expect((await prompt.read()).state).toBe('approved');

    const tokens = await stage.site.exchange(await prompt.finish());
    expect(tokens.status).toBe(200);
  });

  it('needs presence again in the deciding call: recorded presence alone approves nothing', async () => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    const answer = await laptop.decide(await waiting(laptop), { decision: 'approve' });
    expect(answer).toMatchObject({ status: 403, body: { error: 'presence_refused' } });
    expect((await prompt.read()).state).toBe('waiting');
  });

  it('is not approved by a device that was never present, whatever cookie it holds', async () => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    const answer = await desk.decide(await waiting(desk), { decision: 'approve' }, { cookie: prompt.cookie });
    expect(answer.body.error).toBe('number_needed');
  });

  it('upgrades a waiting request when presence arrives late', async () => {
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    expect((await prompt.read()).parts.push?.latest).toMatchObject({ kind: 'elsewhere' });
    await laptop.prove(prompt);
    expect((await prompt.read()).parts.push?.latest).toMatchObject({ kind: 'here' });
    expect(await waiting(laptop)).toMatchObject({ answer: 'click' });
  });
});

describe('a sign-in from elsewhere', () => {
  it('is approved with the number that the prompt shows', async () => {
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    const push = (await prompt.read()).parts.push?.latest;
    expect(push?.number).toMatch(/^\d{6}$/);
    const answer = await laptop.decide(await waiting(laptop), {
      decision: 'approve',
      number: push?.number ?? '',
    });
    expect(answer.body.state).toBe('approved');
  });

  it('ends at the first wrong number, and counts it', async () => {
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    const push = (await prompt.read()).parts.push?.latest;
    const request = await waiting(laptop);
    const wrong = String((Number(push?.number) + 1) % 1_000_000).padStart(6, '0');
    expect((await laptop.decide(request, { decision: 'approve', number: wrong })).body.error).toBe(
      'number_wrong',
    );
    expect(
      (await laptop.decide(request, { decision: 'approve', number: push?.number ?? '' })).body.error,
    ).toBe('push_decided');
    expect((await prompt.read()).parts.push?.latest).toMatchObject({ state: 'failed', number: null });
    const user = await stage.service.rooms.users.find(stage.service.rooms.floor.db.read, stage.alex);
    expect(user?.failures).toBe(1);
  });

  it('waits alone: a second one for the same application is refused, another application is free', async () => {
    const first = await stage.site.begin('alex');
    await first.post('promptPush');
    const second = await stage.site.begin('alex');
    expect((await second.post('promptPush')).body.error).toBe('push_waiting');
    expect((await second.read()).state).toBe('choosing');
  });

  it('is held back after requests that were not approved, while a present one always comes through', async () => {
    for (let round = 0; round < 2; round++) {
      const prompt = await stage.site.begin('alex');
      expect((await prompt.post('promptPush')).status).toBe(200);
      await stage.service.advance(61 * SECOND);
      expect((await prompt.read()).parts.push?.latest?.state).toBe('expired');
    }
    const held = await stage.site.begin('alex');
    const refused = await held.post('promptPush');
    expect(refused).toMatchObject({ status: 429, body: { error: 'push_backoff' } });

    await laptop.prove(held);
    expect((await held.post('promptPush')).status).toBe(200);
    const answer = await laptop.decide(
      await waiting(laptop),
      { decision: 'approve' },
      { cookie: held.cookie },
    );
    expect(answer.body.state).toBe('approved');
  });

  it('is not held back by requests that were withdrawn because another factor approved their sign-in', async () => {
    const person = await stage.service.addUser('typist');
    await stage.pair('Tower', person);
    const token = await giveToken(stage.service, { user: person });
    for (let round = 0; round < 3; round++) {
      const prompt = await stage.site.begin('typist');
      expect((await prompt.post('promptPush')).status, `round ${round}`).toBe(200);
      expect((await type(prompt, token.at(round))).status).toBe(200);
      await prompt.finish();
    }
    for (let round = 0; round < 2; round++) {
      const prompt = await stage.site.begin('typist');
      expect((await prompt.post('promptPush')).status, `cancelled ${round}`).toBe(200);
      await prompt.post('promptCancel');
    }
    const held = await stage.site.begin('typist');
    expect((await held.post('promptPush')).body.error).toBe('push_backoff');
  });

  it('a fraud report mutes only requests from elsewhere, for twenty minutes', async () => {
    const stranger = await stage.site.begin('alex');
    await stranger.post('promptPush');
    await laptop.decide(await waiting(laptop), { decision: 'deny', reason: 'fraud' });
    expect((await stranger.read()).parts.push?.latest).toMatchObject({ state: 'denied', reason: 'fraud' });
    const reported = { kind: 'fraud_reported', about: 'Campus Portal' };
    expect((await laptop.inbox()).notices).toContainEqual(expect.objectContaining(reported));
    expect((await stranger.post('promptPush')).body.error).toBe('push_muted');

    const own = await stage.site.begin('alex');
    await laptop.prove(own);
    expect((await own.post('promptPush')).status).toBe(200);
    await laptop.decide(await waiting(laptop), { decision: 'deny', reason: 'mistake' });

    await stage.service.advance(21 * MINUTE);
    const later = await stage.site.begin('alex');
    expect((await later.post('promptPush')).status).toBe(200);
  });
});

describe('several devices', () => {
  const approveOnDesk = async () => {
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    const push = (await prompt.read()).parts.push?.latest;
    await desk.decide(await waiting(desk), { decision: 'approve', number: push?.number ?? '' });
    const { requests } = await laptop.inbox();
    const decided = requests.findLast((request) => request.state === 'approved');
    if (!decided) throw new Error('nothing was approved');
    return { prompt, decided };
  };

  it('the first answer wins; the other device sees whose it was', async () => {
    const { decided } = await approveOnDesk();
    expect(decided.decidedBy).toEqual({ name: 'Desk', self: false });
    expect(decided.notMeUntil).toBe((decided.decidedAt ?? 0) + NOT_ME_WINDOW);
    expect((await laptop.decide(decided, { decision: 'deny', reason: 'mistake' })).body.error).toBe(
      'push_decided',
    );
  });

  it('50 decisions at once change the state once', async () => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    const push = await waiting(laptop);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        turn % 2 === 0
          ? laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie })
          : laptop.decide(push, { decision: 'deny', reason: 'mistake' }),
      ),
    );
    const { state } = (await laptop.inbox()).requests.findLast((request) => request.id === push.id) ?? {};
    const counted = answers.filter((answer) => answer.status === 200);
    expect(counted.every((answer) => answer.body.state === state)).toBe(true);
    const events = await stage.service.rooms.floor.db.read
      .selectFrom('audit')
      .select('event')
      .where('transaction_id', '=', prompt.transaction)
      .where('event', 'in', ['push.approved', 'push.denied'])
      .execute();
    expect(events).toHaveLength(1);
  });

  it('“Not you?” voids the code, ends the sign-in and suspends the device that approved', async () => {
    const { prompt, decided } = await approveOnDesk();
    const location = await prompt.finish();
    const answer = await laptop.call('POST', `/device/v1/pushes/${decided.id}/not-me`);
    expect(answer.body).toEqual({ outcome: 'voided' });
    expect((await stage.site.exchange(location)).body.error).toBe('invalid_grant');
    expect((await desk.call('GET', '/device/v1/inbox')).body.error).toBe('device_suspended');
    desk = await stage.pair('Desk');
  });

  it('“Not you?” after the site used the code says that a session is open', async () => {
    const { prompt, decided } = await approveOnDesk();
    await stage.site.exchange(await prompt.finish());
    const answer = await laptop.call('POST', `/device/v1/pushes/${decided.id}/not-me`);
    expect(answer.body).toEqual({ outcome: 'session_open' });
    desk = await stage.pair('Desk');
  });

  it('“Not you?” is refused after five minutes, twice, and for one’s own approval', async () => {
    const { decided } = await approveOnDesk();
    expect((await desk.call('POST', `/device/v1/pushes/${decided.id}/not-me`)).status).toBe(410);
    await stage.service.advance(NOT_ME_WINDOW + SECOND);
    expect((await laptop.call('POST', `/device/v1/pushes/${decided.id}/not-me`)).status).toBe(410);
  });
});
