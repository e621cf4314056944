import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId, TransactionId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { answer, ask, register, startWithExtension } from '../webauthn/set-up.ts';
import { mustWait, pushPart, waitingIn, wish } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
let phone: TestDevice;
const key = new TestAuthenticator();

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
  phone = await stage.pair('Phone');
  expect((await register(stage, { device: laptop, authenticator: key })).status).toBe(200);
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(2 * HOUR));

const sendTo = (prompt: TestPrompt, device?: string | null) =>
  prompt.post('promptPush', device ? { device } : {});

async function sent(device?: string | null): Promise<TestPrompt> {
  const prompt = await stage.site.begin('alex');
  expect((await sendTo(prompt, device)).status).toBe(200);
  return prompt;
}

const numberOf = async (prompt: TestPrompt): Promise<string> => (await pushPart(prompt)).latest?.number ?? '';

const pushesOf = ({ transaction }: TestPrompt) =>
  stage.service.rooms.floor.db.read
    .selectFrom('pushes')
    .select(['state', 'target_id'])
    .where('transaction_id', '=', transaction as TransactionId)
    .orderBy('created_at')
    .execute();

describe('a request to one browser', () => {
  it('is in that browser’s inbox alone, and the prompt names it', async () => {
    const prompt = await sent(desk.id);
    expect(await mustWait(desk)).toMatchObject({ application: 'Campus Portal' });
    expect(await waitingIn(laptop)).toBeNull();
    expect((await pushPart(prompt)).latest).toMatchObject({ state: 'pending', devices: ['Desk'] });
  });

  it('is not decided by another browser, which learns nothing of it', async () => {
    const prompt = await sent(desk.id);
    const push = await mustWait(desk);
    const number = await numberOf(prompt);
    for (const decision of ['approve', 'deny'] as const) {
      const reply = await laptop.decide(push, { decision, number });
      expect(reply.body.error).toBe('push_unknown');
    }
    const asked = await laptop.call('POST', pathTo('deviceVerification', push.id));
    expect(asked.body.error).toBe('push_unknown');
    expect((await prompt.read()).state).toBe('waiting');
    expect((await desk.decide(push, { decision: 'approve', number })).body.state).toBe('approved');
  });

  it('is shown to the others once it is decided, and they may say that it was not them', async () => {
    const prompt = await sent(phone.id);
    const push = await mustWait(phone);
    await phone.decide(push, { decision: 'approve', number: await numberOf(prompt) });
    const seen = (await laptop.inbox()).requests.find(({ id }) => id === push.id);
    expect(seen).toMatchObject({ state: 'approved', decidedBy: { name: 'Phone', self: false } });
    const reply = await laptop.call('POST', pathTo('deviceNotMe', push.id));
    expect(reply.body).toEqual({ outcome: 'voided' });
    expect((await prompt.read()).refusal).toBe('disowned');
    phone = await stage.pair('Phone');
  });

  it('stays unknown to the others where nobody answered', async () => {
    const prompt = await sent(desk.id);
    const { id } = await mustWait(desk);
    await stage.service.advance(61 * SECOND);
    expect((await desk.inbox()).requests.find((push) => push.id === id)?.state).toBe('expired');
    expect((await laptop.inbox()).requests.find((push) => push.id === id)).toBeUndefined();
    expect((await pushPart(prompt)).latest).toMatchObject({ state: 'expired', devices: ['Desk'] });
  });

  it('shows its number also where the prompt is open in a browser that was not asked', async () => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await sendTo(prompt, desk.id);
    const { latest } = await pushPart(prompt);
    expect(latest).toMatchObject({ kind: 'here', number: expect.stringMatching(/^\d{6}$/) });
    expect(await mustWait(desk)).toMatchObject({ answer: 'number', present: null });
    await sendTo(prompt, laptop.id);
    expect((await pushPart(prompt)).latest).toMatchObject({ kind: 'here', number: null });
    expect(await mustWait(laptop)).toMatchObject({ answer: 'click' });
  });

  it('is worth choosing where each was asked, one may click, and a number would let another approve', async () => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await sendTo(prompt);
    const latest = async () => (await pushPart(prompt)).latest;
    expect(await latest()).toMatchObject({ kind: 'here', number: null, numberElsewhere: true });
    await stage.service.setPolicy({ elsewhere: 'refuse' });
    expect(await latest()).toMatchObject({ numberElsewhere: false });
    await stage.service.setPolicy({ elsewhere: 'number' });
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.recordFailure(tx, stage.alex, { threshold: 1, minutes: 0 }));
    expect(await latest()).toMatchObject({ number: null, numberElsewhere: false });
    await floor.db.write((tx) => users.unlock(tx, stage.alex));
    expect(await latest()).toMatchObject({ numberElsewhere: true });
  });

  it('goes to nobody who is not this person’s, or whose pairing has ended', async () => {
    const stranger = await stage.service.addUser('sam');
    const foreign = await stage.pair('Sam’s tower', stranger);
    const gone = await stage.pair('Old laptop');
    const { floor, devices } = stage.service.rooms;
    await floor.db.write((tx) =>
      devices.end(tx, gone.id as DeviceId, { status: 'removed', reason: 'operator' }),
    );
    const prompt = await stage.site.begin('alex');
    for (const device of [foreign.id, gone.id, 'DB0000000000000000AA'])
      expect((await sendTo(prompt, device)).status).toBeGreaterThanOrEqual(400);
    expect((await sendTo(prompt, foreign.id)).body.error).toBe('push_browser_gone');
    expect((await sendTo(prompt, gone.id)).body.error).toBe('push_browser_gone');
    expect((await prompt.read()).state).toBe('choosing');
    expect(await pushesOf(prompt)).toEqual([]);
  });
});

describe('another browser, while one is asked', () => {
  it('takes the first request back in the same write', async () => {
    const prompt = await sent();
    const first = await mustWait(laptop);
    const before = (await prompt.read()).revision;
    expect((await sendTo(prompt, desk.id)).status).toBe(200);
    expect(await pushesOf(prompt)).toEqual([
      { state: 'withdrawn', target_id: null },
      { state: 'pending', target_id: desk.id },
    ]);
    expect(await waitingIn(laptop)).toBeNull();
    const number = await numberOf(prompt);
    expect((await laptop.decide(first, { decision: 'approve', number })).body.error).toBe('push_decided');
    const now = await prompt.read();
    expect(now.state).toBe('waiting');
    expect(now.revision).toBeGreaterThan(before);
  });

  it('asks the same browser once, however often it is chosen', async () => {
    const prompt = await stage.site.begin('alex');
    const replies = await Promise.all(Array.from({ length: 5 }, () => sendTo(prompt, desk.id)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
    expect(await pushesOf(prompt)).toEqual([{ state: 'pending', target_id: desk.id }]);
    expect((await sendTo(prompt, desk.id)).body.error).toBe('transaction_state');
  });

  it('leaves one request, whichever of several choices comes last', async () => {
    const prompt = await stage.site.begin('alex');
    await laptop.prove(prompt);
    await Promise.all([laptop, desk, phone].flatMap(({ id }) => [sendTo(prompt, id), sendTo(prompt, 'all')]));
    const states = (await pushesOf(prompt)).map(({ state }) => state);
    expect(states.filter((state) => state === 'pending')).toHaveLength(1);
    expect((await prompt.read()).state).toBe('waiting');
  });

  it('either is approved or takes the first back, never both, where both come at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const prompt = await stage.site.begin('alex');
      await laptop.prove(prompt);
      await sendTo(prompt, laptop.id);
      const push = await mustWait(laptop);
      const [approved, switched] = await Promise.all([
        laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie }),
        sendTo(prompt, desk.id),
      ]);
      const outcome = [approved.body.error ?? 'ok', switched.body.error ?? 'ok'];
      expect([
        ['ok', 'transaction_state'],
        ['push_decided', 'ok'],
      ]).toContainEqual(outcome);
      expect((await prompt.read()).state).toBe(outcome[0] === 'ok' ? 'approved' : 'waiting');
      await prompt.post('promptCancel');
    }
  });

  it('is asked at once, where the one that was asked has been removed meanwhile', async () => {
    const gone = await stage.pair('Borrowed');
    const prompt = await sent(gone.id);
    const push = await mustWait(gone);
    const { floor, devices } = stage.service.rooms;
    await floor.db.write((tx) =>
      devices.end(tx, gone.id as DeviceId, { status: 'removed', reason: 'operator' }),
    );
    const late = await gone.decide(push, { decision: 'approve', number: await numberOf(prompt) });
    expect(late.body.error).toBe('device_unknown');
    expect((await pushPart(prompt)).latest?.devices).toEqual(['Borrowed']);
    expect((await sendTo(prompt, desk.id)).status).toBe(200);
    await mustWait(desk);
  });

  it('keeps the one that waits where the other may not be asked', async () => {
    const prompt = await sent();
    expect((await sendTo(prompt, desk.id)).status).toBe(200);
    const refused = await sendTo(prompt, phone.id);
    expect(refused.body.error).toBe('push_backoff');
    expect(await mustWait(desk)).toMatchObject({ state: 'pending' });
    expect((await prompt.read()).state).toBe('waiting');
  });

  it('voids the question to a key, which counts for nothing from then on', async () => {
    const prompt = await stage.site.begin('alex');
    const options = await ask(prompt);
    expect((await sendTo(prompt, desk.id)).status).toBe(200);
    const late = await answer(prompt, key.get(options, { origin: stage.service.origin }));
    expect(late.body.error).toBe('challenge_used');
    expect((await prompt.read()).state).toBe('waiting');
  });
});

describe('which browser is asked where none was chosen', () => {
  it('all of them, and each is named', async () => {
    const part = await pushPart(await sent());
    expect(part.latest?.devices).toEqual(['Laptop', 'Desk', 'Phone']);
    expect(part.browsers.map(({ name }) => name)).toEqual(['Laptop', 'Desk', 'Phone']);
    expect(part.to).toBeNull();
    for (const device of [laptop, desk, phone]) await mustWait(device);
  });

  it('the one of the person’s settings, unless all are chosen', async () => {
    await wish(stage, laptop, { pushTo: desk.id as DeviceId });
    const prompt = await sent();
    expect((await pushPart(prompt)).to).toBe(desk.id);
    expect(await waitingIn(laptop)).toBeNull();
    await mustWait(desk);
    expect((await sendTo(prompt, 'all')).status).toBe(200);
    for (const device of [laptop, desk, phone]) await mustWait(device);
  });

  it('the one that the prompt opens with, where that names one', async () => {
    const opensWith = { method: 'push', device: phone.id as DeviceId } as const;
    await wish(stage, laptop, { pushTo: desk.id as DeviceId, opensWith });
    expect((await pushPart(await sent())).to).toBe(phone.id);
    expect(await waitingIn(desk)).toBeNull();
    await mustWait(phone);
  });

  it('all again, once the one of the settings is gone', async () => {
    const spare = await stage.pair('Spare');
    await wish(stage, laptop, { pushTo: spare.id as DeviceId });
    const { floor, devices } = stage.service.rooms;
    await floor.db.write((tx) =>
      devices.end(tx, spare.id as DeviceId, { status: 'removed', reason: 'operator' }),
    );
    const part = await pushPart(await sent());
    expect(part.to).toBeNull();
    expect(part.latest?.devices).toEqual(['Laptop', 'Desk', 'Phone']);
    await wish(stage, laptop, {});
  });
});
