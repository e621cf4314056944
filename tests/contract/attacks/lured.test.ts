import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR } from '../../../lib/ports/clock.ts';
import type { PushView } from '../../../lib/protocol/push.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(HOUR));

async function waiting(): Promise<PushView> {
  const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  return push;
}

/** A prompt whose push waits, in a browser with this device. */
async function signIn(): Promise<TestPrompt> {
  const prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  await prompt.post('promptPush');
  return prompt;
}

describe('a password thief who sends the victim the site’s own request, unused', () => {
  it('gets neither the prompt nor the code: all of it stays in the victim’s browser', async () => {
    const url = await stage.site.authorizeUrl('alex');
    const opened = await fetch(url, { redirect: 'manual' });
    const id = opened.headers.get('location')?.split('/').at(-1) ?? '';
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { service, application } = stage;
    const victim = new TestPrompt({
      origin: service.origin,
      base: service.base,
      clientId: application.id,
      clientSecret: application.secret,
      redirectUri: application.redirectUris[0] ?? '',
      id,
      cookie,
    });
    await victim.read();
    await laptop.prove(victim);
    await victim.post('promptPush');
    await laptop.decide(await waiting(), { decision: 'approve' }, { cookie });

    const thief = await fetch(url, { redirect: 'manual' });
    expect(thief.status).toBe(400);
    expect(thief.headers.get('set-cookie')).toBeNull();
    const state = await fetch(service.base + pathTo('promptState', id));
    expect(await state.json()).toMatchObject({ error: 'transaction_not_yours' });
    const finish = await fetch(service.base + pathTo('promptFinish', id), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: service.origin },
      body: JSON.stringify({ challenge: victim.challenge }),
    });
    expect(await finish.json()).toMatchObject({ error: 'transaction_not_yours' });
  });
});

describe('cookies of several prompts', () => {
  it('do not stand in for each other: neither for presence nor for a decision', async () => {
    const mine = await signIn();
    const other = await stage.site.begin('alex');
    const renamed = `__Host-tx-${other.transaction}=${mine.cookie.split('=')[1]}`;
    for (const cookie of [mine.cookie, renamed]) {
      expect((await laptop.prove({ ...proofOf(other), cookie })).body.error).toBe('presence_refused');
    }
    const push = await waiting();
    for (const cookie of [other.cookie, `__Host-tx-${mine.transaction}=${other.cookie.split('=')[1]}`]) {
      const reply = await laptop.decide(push, { decision: 'approve' }, { cookie });
      expect(reply.body.error).toBe('presence_refused');
    }
    expect((await laptop.decide(push, { decision: 'approve' }, { cookie: mine.cookie })).status).toBe(200);
  });

  const proofOf = ({ transaction, challenge }: TestPrompt) => ({ transaction, challenge });
});

describe('“Not you?” and the way back to the site, at the same time', () => {
  it('never leave a code that the site can still use', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await stage.service.advance(HOUR);
      const device = await stage.pair('Stolen');
      const prompt = await stage.site.begin('alex');
      await device.prove(prompt);
      await prompt.post('promptPush');
      const push = await waiting();
      await device.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
      const [finished, disowned] = await Promise.all([
        prompt.post('promptFinish'),
        desk.call('POST', pathTo('deviceNotMe', push.id)),
      ]);
      expect(disowned).toEqual({ status: 200, body: { outcome: 'voided' } });
      if (finished.status === 200) {
        expect((await stage.site.exchange(String(finished.body.location))).status).toBe(400);
      } else expect(finished.body.error).toBe('transaction_state');
      expect((await prompt.post('promptFinish')).body.error).toBe('transaction_state');
    }
  });
});

describe('a card that was opened before presence was lost', () => {
  it('approves nothing once the prompt was cancelled and sent again', async () => {
    const prompt = await signIn();
    const before = await waiting();
    await prompt.post('promptCancel');
    await prompt.post('promptPush');
    const stale = await laptop.decide(before, { decision: 'approve' }, { cookie: prompt.cookie });
    expect(stale.body.error).toBe('push_decided');
    const mixed = { id: (await waiting()).id, nonce: before.nonce };
    const reply = await laptop.decide(mixed, { decision: 'approve' }, { cookie: prompt.cookie });
    expect(reply.body.error).toBe('push_unknown');
  });
});
