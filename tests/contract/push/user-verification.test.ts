import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../lib/ports/clock.ts';
import { PUSH_LIFE, type PushView } from '../../../lib/protocol/push.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { type Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { promptOf } from '../../fakes/step-up.ts';
import { EXTENSION, register, startWithExtension } from '../webauthn/set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
const computer = new TestAuthenticator({ kind: 'platform' });

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
  const registered = await register(stage, { device: laptop, authenticator: computer, kind: 'platform' });
  expect(registered.status).toBe(200);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(DAY);
  await stage.service.setPolicy({ browserApproval: 'user_verification', elsewhere: 'number' });
});

const waiting = async (device = laptop): Promise<PushView> => {
  const push = (await device.inbox()).requests.findLast(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  return push;
};

/** A request that this browser has proven to be its own. */
async function fromHere(device = laptop, opened?: TestPrompt) {
  const prompt = opened ?? (await stage.site.begin('alex'));
  await device.prove(prompt);
  expect((await prompt.post('promptPush')).status).toBe(200);
  return { prompt, push: await waiting(device) };
}

const ask = (push: PushView, device = laptop): Promise<Reply> =>
  device.call('POST', pathTo('deviceVerification', push.id));

/** What the authenticator of this computer answers. */
async function confirm(push: PushView, alteration: Alteration & { origin?: string } = {}) {
  const { status, body } = await ask(push);
  expect(status).toBe(200);
  return computer.get(body.options as CeremonyOptions, { origin: EXTENSION, ...alteration });
}

interface Approval {
  push: PushView;
  assertion?: object;
  prompt?: TestPrompt;
  number?: string;
  device?: TestDevice;
}

async function approve({ push, assertion, prompt, number, device = laptop }: Approval): Promise<Reply> {
  const decision = await device.decision(push, { decision: 'approve', ...(number && { number }) });
  const body = { decision, ...(assertion && { assertion }) };
  return device.call('POST', pathTo('deviceDecision', push.id), {
    body,
    ...(prompt && { cookie: prompt.cookie }),
  });
}

describe('policy user_verification', () => {
  it('takes this computer’s authenticator on top of the click', async () => {
    const { prompt, push } = await fromHere();
    expect(push).toMatchObject({ answer: 'click', verify: true });
    expect((await approve({ push, prompt })).body.error).toBe('verification_needed');
    const assertion = await confirm(push);
    expect((await approve({ push, prompt, assertion })).body).toEqual({ state: 'approved' });
    expect((await prompt.read()).state).toBe('approved');
  });

  it('asks for platform authenticators alone, and for verification', async () => {
    const key = new TestAuthenticator({ checksPerson: true });
    const { prompt, push } = await fromHere();
    const { options } = (await ask(push)).body as { options: CeremonyOptions };
    expect(options).toMatchObject({ userVerification: 'required', allowCredentials: [{}] });
    await stage.service.setPolicy({ browserApproval: 'click' });
    expect((await register(stage, { device: laptop, authenticator: key })).status).toBe(200);
    await stage.service.setPolicy({ browserApproval: 'user_verification' });
    const { allowCredentials: _, ...anything } = (await ask(push)).body.options as Record<string, unknown>;
    const assertion = key.get(anything as CeremonyOptions, { origin: EXTENSION });
    expect((await approve({ push, prompt, assertion })).body.error).toBe('authenticator_unknown');
    expect((await prompt.read()).state).toBe('waiting');
  });

  it('keeps the number on top for what was started elsewhere', async () => {
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    const push = await waiting();
    expect(push).toMatchObject({ answer: 'number', verify: true });
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    expect((await approve({ push, number })).body.error).toBe('verification_needed');
    expect((await approve({ push, assertion: await confirm(push) })).body.error).toBe('number_needed');
    expect((await approve({ push, number, assertion: await confirm(push) })).body.state).toBe('approved');
  });

  it('says nothing about the number to whoever has no authenticator', async () => {
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    const push = await waiting();
    for (const number of ['000000', '111111'])
      expect((await approve({ push, number })).body.error).toBe('verification_needed');
    expect((await prompt.read()).state).toBe('waiting');
  });

  it('never asks for anything to deny', async () => {
    const { push } = await fromHere();
    expect((await laptop.decide(push, { decision: 'deny', reason: 'mistake' })).body.state).toBe('denied');
  });

  it('still takes presence in the very call that decides', async () => {
    const { push } = await fromHere();
    expect((await approve({ push, assertion: await confirm(push), number: '' })).body.error).toBe(
      'presence_refused',
    );
  });

  it('lets a decision be repeated whose answer was lost', async () => {
    const { prompt, push } = await fromHere();
    const assertion = await confirm(push);
    expect((await approve({ push, prompt, assertion })).body.state).toBe('approved');
    expect((await approve({ push, prompt, assertion })).body.state).toBe('approved');
  });
});

describe('an answer does not count', () => {
  it.each([
    ['without verification', { userVerified: false }, 'user_verification_missing'],
    ['from another extension', { origin: `chrome-extension://${'p'.repeat(32)}` }, 'ceremony_origin'],
    ['from a page of the web', { origin: 'https://evil.example.org' }, 'ceremony_origin'],
    ['for another service', { rpId: 'evil.example.org' }, 'ceremony_rp'],
    ['with a wrong signature', { signature: 'wrong' }, 'ceremony_signature'],
    ['to another question', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'challenge_wrong'],
  ] as const)('%s, and the request still waits', async (_, alteration, code) => {
    const { prompt, push } = await fromHere();
    const assertion = await confirm(push, alteration);
    expect((await approve({ push, prompt, assertion })).body.error).toBe(code);
    expect((await approve({ push, prompt, assertion })).body.error).toBe('challenge_used');
    const right = await confirm(push);
    expect((await approve({ push, prompt, assertion: right })).body.state).toBe('approved');
  });

  it('from the service’s own page: an approval is confirmed in the extension', async () => {
    const { prompt, push } = await fromHere();
    const assertion = await confirm(push, { origin: stage.service.origin });
    expect((await approve({ push, prompt, assertion })).body.error).toBe('ceremony_origin');
  });

  it('for another request, or by another browser', async () => {
    const first = await fromHere();
    const other = await fromHere();
    const assertion = await confirm(first.push);
    expect((await approve({ push: other.push, prompt: other.prompt, assertion })).body.error).toBe(
      'challenge_used',
    );
    await desk.prove(first.prompt);
    const seen = (await desk.inbox()).requests.find(({ id }) => id === first.push.id) as PushView;
    const foreign = { push: seen, prompt: first.prompt, assertion, device: desk };
    expect((await approve(foreign)).body.error).toBe('challenge_used');
    expect((await approve({ ...first, assertion })).body.state).toBe('approved');
  });

  it('twice, also for twenty at the same moment', async () => {
    const { prompt, push } = await fromHere();
    const assertion = await confirm(push);
    const all = await Promise.all(Array.from({ length: 20 }, () => approve({ push, prompt, assertion })));
    expect(all.every(({ body }) => body.state === 'approved' || body.error === 'challenge_used')).toBe(true);
    const { floor } = stage.service.rooms;
    const approved = await floor.db.read
      .selectFrom('audit')
      .select('id')
      .where('event', '=', 'push.approved')
      .where('transaction_id', '=', prompt.transaction)
      .execute();
    expect(approved).toHaveLength(1);
  });
});

describe('the question', () => {
  it('is asked only for one’s own request that waits', async () => {
    const { prompt, push } = await fromHere();
    const sam = await stage.pair('Sam’s', await stage.service.addUser('sam'));
    expect((await ask(push, sam)).body.error).toBe('push_unknown');
    expect((await ask({ ...push, id: 'A'.repeat(22) as never })).body.error).toBe('push_unknown');
    await approve({ push, prompt, assertion: await confirm(push) });
    expect((await ask(push)).body.error).toBe('push_decided');
    const late = await fromHere();
    await stage.service.advance(PUSH_LIFE);
    expect((await ask(late.push)).body.error).toBe('push_expired');
    expect((await laptop.call('POST', pathTo('deviceVerification', push.id), { proof: null })).status).toBe(
      401,
    );
  });

  it('has no answer where no computer is registered', async () => {
    const kim = await stage.service.addUser('kim');
    const own = await stage.pair('Kim’s', kim);
    const { push } = await fromHere(own, await stage.site.begin('kim'));
    expect(push.verify).toBe(true);
    expect((await ask(push, own)).body.error).toBe('authenticator_none');
  });
});

describe('a step-up under this policy', () => {
  it('takes the click of its own browser as long as there is no authenticator, to register the first', async () => {
    const robin = await stage.service.addUser('robin');
    const own = await stage.pair('Robin’s', robin);
    const { prompt, push } = await fromHere(own, await promptOf(stage, own));
    expect(push).toMatchObject({ application: 'Countersign', answer: 'click', verify: false });
    expect((await approve({ push, prompt, device: own })).body.state).toBe('approved');
  });

  it('never takes a number alone', async () => {
    const ariel = await stage.service.addUser('ariel');
    const prompt = await promptOf(stage, await stage.pair('Ariel’s', ariel));
    const other = await stage.pair('Ariel’s other', ariel);
    await prompt.post('promptPush');
    const push = await waiting(other);
    expect(push).toMatchObject({ answer: 'number', verify: true });
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    expect((await approve({ push, number, device: other })).body.error).toBe('verification_needed');
  });

  it('takes the authenticator from then on', async () => {
    const { prompt, push } = await fromHere(laptop, await promptOf(stage, laptop));
    expect(push.verify).toBe(true);
    expect((await approve({ push, prompt })).body.error).toBe('verification_needed');
    expect((await approve({ push, prompt, assertion: await confirm(push) })).body.state).toBe('approved');
  });
});
