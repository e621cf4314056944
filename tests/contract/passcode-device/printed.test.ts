import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../lib/ports/clock.ts';
import { OWN_APPLICATION } from '../../../lib/protocol/ids.ts';
import { PRINTED_COUNT } from '../../../lib/protocol/passcodes.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { STEP_UP_LIFE } from '../../../lib/protocol/step-up.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { printCodes, stepUp } from '../../fakes/step-up.ts';

const PRINTED = pathTo('devicePrintedCodes');

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(DAY));

const post = (device: TestDevice, transaction: string) =>
  device.call('POST', PRINTED, { body: { stepUp: transaction } });
const left = async (device = laptop) => (await device.call('GET', PRINTED)).body;
const kept = () => stage.service.rooms.floor.db.read.selectFrom('printed_codes').selectAll().execute();

/** What a code is worth at a fresh prompt. */
async function typed(passcode: string): Promise<unknown> {
  // Ten guesses a minute count.
  await stage.service.advance(MINUTE);
  const prompt = await stage.site.begin('alex');
  const { status, body } = await prompt.post('promptPasscode', { passcode });
  return status === 200 ? 'accepted' : body.error;
}

describe('printed codes', () => {
  it('are ten of ten digits, each good once', async () => {
    expect(await left()).toEqual({ left: 0, madeAt: null });
    const { codes, madeAt } = await printCodes(stage, laptop);
    expect(new Set(codes).size).toBe(PRINTED_COUNT);
    for (const code of codes) expect(code).toMatch(/^\d{10}$/);
    expect(await left()).toEqual({ left: 10, madeAt });
    expect(await left(desk)).toEqual({ left: 10, madeAt });
    const [one = '', two = ''] = codes;
    expect(await typed(one)).toBe('accepted');
    expect(await typed(one)).toBe('passcode_used');
    expect(await typed(`${two.slice(0, 5)} ${two.slice(5)}`)).toBe('accepted');
    expect(await left()).toEqual({ left: 8, madeAt });
  });

  it('take the place of all that were made before', async () => {
    const first = await printCodes(stage, laptop);
    const second = await printCodes(stage, desk);
    expect(await left()).toEqual({ left: 10, madeAt: second.madeAt });
    expect(await kept()).toHaveLength(10);
    expect(await typed(first.codes[0] ?? '')).toBe('passcode_wrong');
    expect(await typed(second.codes[0] ?? '')).toBe('accepted');
  });

  it('are shown once, and found nowhere else', async () => {
    const { codes } = await printCodes(stage, laptop);
    const { audit, floor, outbox } = stage.service.rooms;
    const everything = JSON.stringify([
      await kept(),
      await audit.list({ db: floor.db, limit: 1_000, alerts: false }),
      await outbox.list(1_000),
      stage.service.log,
      await left(),
    ]);
    for (const code of codes) expect(everything).not.toContain(code);
    expect(everything).toContain('printed.made');
    expect(everything).toContain('Codes were printed for your account');
  });

  it('of two people have different hashes, whatever the code', async () => {
    const sam = await stage.service.addUser('sam');
    const { printed } = stage.service.rooms.passcodes;
    const [a, b] = await Promise.all([printed.draw(stage.alex), printed.draw(sam)]);
    expect(new Set([...a.hashes, ...b.hashes]).size).toBe(20);
  });
});

describe('making them', () => {
  it('takes a fresh proof for just this, by the browser that asks', async () => {
    expect((await post(laptop, 'A'.repeat(22))).body.error).toBe('step_up_needed');
    const adding = await stepUp(stage, laptop, 'credential_add');
    expect((await post(laptop, adding)).body.error).toBe('step_up_needed');
    const printing = await stepUp(stage, laptop, 'printed_codes_make');
    expect((await post(desk, printing)).body.error).toBe('step_up_needed');
    const before = await kept();
    await stage.service.advance(STEP_UP_LIFE);
    expect((await post(laptop, printing)).body.error).toBe('step_up_needed');
    expect(await kept()).toEqual(before);
    const body = { stepUp: printing };
    expect((await laptop.call('POST', PRINTED, { body, proof: null })).body.error).toBe('proof_missing');
    expect((await laptop.call('POST', PRINTED, { body: {} })).body.error).toBe('bad_request');
  });

  it('may be repeated within it, one after the other, where an answer was lost', async () => {
    const proof = await stepUp(stage, laptop, 'printed_codes_make');
    const replies = await Promise.all(Array.from({ length: 5 }, () => post(laptop, proof)));
    const made = replies.filter(({ status }) => status === 200);
    expect(made.length).toBeGreaterThan(0);
    for (const { status, body } of replies) if (status !== 200) expect(body.error).toBe('too_many');
    expect(replies.some(({ body }) => body.error === 'too_many')).toBe(true);
    const again = await post(laptop, proof);
    expect(again.status).toBe(200);
    expect(await kept()).toHaveLength(10);
    expect(await typed(String((again.body.codes as string[])[0]))).toBe('accepted');
  });

  it('is refused where policy has switched codes off, or the person is disabled', async () => {
    const proof = await stepUp(stage, laptop, 'printed_codes_make');
    await stage.service.setPolicy({ passcodes: 'off' }, OWN_APPLICATION);
    expect((await post(laptop, proof)).body.error).toBe('passcode_off');
    // Said before anybody is led through a step-up for nothing.
    expect(await left()).toMatchObject({ error: 'passcode_off' });
    await stage.service.setPolicy({ passcodes: undefined }, OWN_APPLICATION);
    const { floor, users } = stage.service.rooms;
    const set = (status: 'active' | 'disabled') =>
      floor.db.write((tx) => users.setStatus(tx, stage.alex, status));
    await set('disabled');
    expect((await post(laptop, proof)).body.error).toBe('user_disabled');
    await set('active');
    expect((await post(laptop, proof)).status).toBe(200);
  });
});

describe('“Not you?”', () => {
  it('ends the codes that were made on the strength of it, and no older ones', async () => {
    const { codes } = await printCodes(stage, desk);
    await stage.service.advance(MINUTE);
    const thief = await stage.pair('Thief');
    const prompt = await stage.site.begin('alex');
    expect((await thief.prove(prompt)).status).toBe(200);
    await prompt.post('promptPush');
    const push = (await thief.inbox()).requests.findLast(({ state }) => state === 'pending');
    if (!push) throw new Error('no request waits');
    await thief.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
    expect((await desk.call('POST', pathTo('deviceNotMe', push.id))).status).toBe(200);
    expect(await left(desk)).toMatchObject({ left: 10 });
    expect(await typed(codes[0] ?? '')).toBe('accepted');

    await stage.service.advance(DAY);
    const other = await stage.pair('Other thief');
    const stolen = await printCodes(stage, other);
    const approved = (await desk.inbox()).requests.findLast(({ state }) => state === 'approved');
    expect((await desk.call('POST', pathTo('deviceNotMe', approved?.id))).status).toBe(200);
    expect(await kept()).toEqual([]);
    expect(await typed(stolen.codes[0] ?? '')).not.toBe('accepted');
  });
});
