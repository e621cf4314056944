import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt, TestSite } from '../../fakes/site.ts';
import { type Stage, siteOf, startStage } from '../../fakes/stage.ts';
import { giveToken, type } from '../passcode/set-up.ts';
import { mustWait, otherNumber, pushPart, wish } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let mail: TestSite;
let turn = 0;
let token: Awaited<ReturnType<typeof giveToken>>;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  token = await giveToken(stage.service, { user: stage.alex });
  mail = siteOf(stage.service, await stage.service.addApplication('Campus Mail'));
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(2 * HOUR));

const starts = async (prompt: TestPrompt): Promise<boolean> => (await pushPart(prompt)).starts;

/** A sign-in that nobody has proven to be started in a paired browser. */
const elsewhere = (site = stage.site): Promise<TestPrompt> => site.begin('alex');

/** One that the person's own browser shows. */
async function here(): Promise<TestPrompt> {
  const prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  return prompt;
}

async function send(prompt: TestPrompt): Promise<void> {
  const { status, body } = await prompt.post('promptPush');
  expect(status, String(body.error)).toBe(200);
}

const deny = async (reason: 'fraud' | 'mistake'): Promise<unknown> =>
  laptop.decide(await mustWait(laptop), { decision: 'deny', reason });

const numberOf = async (prompt: TestPrompt): Promise<string> => (await pushPart(prompt)).latest?.number ?? '';

/** How a request from elsewhere came to nothing (§5.2.4). */
const endings: [string, (prompt: TestPrompt) => Promise<unknown>][] = [
  ['a denial', () => deny('mistake')],
  ['a fraud report', () => deny('fraud')],
  ['a time-out', () => stage.service.advance(61 * SECOND)],
  [
    'a wrong number',
    async (prompt) => {
      const number = otherNumber(await numberOf(prompt));
      return laptop.decide(await mustWait(laptop), { decision: 'approve', number });
    },
  ],
  ['a switch to a code', (prompt) => prompt.post('promptSwitch', { method: 'passcode' })],
  ['a cancel', (prompt) => prompt.post('promptCancel')],
];

describe('a push that starts by itself', () => {
  it('does so at a fresh prompt, wherever that is', async () => {
    expect(await starts(await elsewhere())).toBe(true);
    expect(await starts(await here())).toBe(true);
  });

  it.each(endings)('does not after %s of the same sign-in, nor of the next', async (_, end) => {
    const prompt = await elsewhere();
    await send(prompt);
    await end(prompt);
    expect((await prompt.read()).state).toBe('choosing');
    expect(await starts(prompt)).toBe(false);
    expect(await starts(await elsewhere())).toBe(false);
  });

  it.each(endings)('does after %s where the next prompt is open in a paired browser', async (_, end) => {
    const prompt = await elsewhere();
    await send(prompt);
    await end(prompt);
    expect(await starts(await here())).toBe(true);
  });

  it.each(endings)('does at another application after %s', async (_, end) => {
    const prompt = await elsewhere();
    await send(prompt);
    await end(prompt);
    expect(await starts(await elsewhere(mail))).toBe(true);
  });

  it('does again an hour later, and after a request that was approved', async () => {
    await send(await elsewhere());
    await deny('mistake');
    const next = await elsewhere();
    expect(await starts(next)).toBe(false);
    await send(next);
    await laptop.decide(await mustWait(laptop), { decision: 'approve', number: await numberOf(next) });
    expect(await starts(await elsewhere())).toBe(true);
    await send(await elsewhere());
    await deny('mistake');
    await stage.service.advance(HOUR + SECOND);
    expect(await starts(await elsewhere())).toBe(true);
  });

  it('is not kept from starting by a request that another factor of its own sign-in took the place of', async () => {
    const prompt = await elsewhere();
    await send(prompt);
    expect((await type(prompt, token.at(turn++))).status).toBe(200);
    expect(await starts(await elsewhere())).toBe(true);
  });

  it('does not while another waits for this person, at whatever application', async () => {
    const other = await elsewhere(mail);
    await send(other);
    expect(await starts(await elsewhere())).toBe(false);
    await laptop.decide(await mustWait(laptop), { decision: 'approve', number: await numberOf(other) });
    expect(await starts(await elsewhere())).toBe(true);
  });

  it('does at the person’s own prompt while one from elsewhere waits, but not while one from here does', async () => {
    await send(await elsewhere(mail));
    const own = await here();
    expect(await starts(own)).toBe(true);
    await send(own);
    expect(await starts(await here())).toBe(false);
  });

  it('does not where policy keeps it from that, though it can be sent', async () => {
    await stage.service.setPolicy({ autoPush: 'off' });
    const prompt = await here();
    expect(await starts(prompt)).toBe(false);
    await send(prompt);
    await stage.service.setPolicy({ autoPush: 'on' });
  });

  it('does not where the person wants none, for all applications or for one', async () => {
    await wish(stage, laptop, { autoPush: false });
    expect(await starts(await here())).toBe(false);
    const application = stage.application.id;
    const own = { application, opensWith: null, autoPush: true };
    await wish(stage, laptop, { autoPush: false, applications: [own] });
    expect(await starts(await here())).toBe(true);
    expect(await starts(await elsewhere(mail))).toBe(false);
    await wish(stage, laptop, {});
  });

  it('does not at an account that is locked, except where its own browser shows the prompt', async () => {
    const { floor, users } = stage.service.rooms;
    const rule = { threshold: 1, scope: 'guessable', minutes: 20 } as const;
    const next = await elsewhere();
    await floor.db.write((tx) => users.recordFailure(tx, stage.alex, rule));
    expect((await next.read()).parts.push).toBeNull();
    expect((await next.post('promptPush')).body.error).toBe('locked_elsewhere');
    expect(await starts(await here())).toBe(true);
    await stage.service.advance(21 * MINUTE);
    expect(await starts(await elsewhere())).toBe(true);
  });

  it('asks, at a locked account, no other browser than could approve, whichever the person prefers', async () => {
    const tower = await stage.pair('Tower');
    await wish(stage, laptop, { pushTo: tower.id as DeviceId });
    const { floor, users } = stage.service.rooms;
    await floor.db.write((tx) => users.recordFailure(tx, stage.alex, { threshold: 1, minutes: 0 }));
    const prompt = await here();
    expect(await pushPart(prompt)).toMatchObject({ starts: true, to: null });
    await send(prompt);
    expect((await pushPart(prompt)).latest).toMatchObject({ devices: ['Laptop', 'Tower'], number: null });
    const decided = await laptop.decide(
      await mustWait(laptop),
      { decision: 'approve' },
      { cookie: prompt.cookie },
    );
    expect(decided.body).toEqual({ state: 'approved' });
    await floor.db.write((tx) => users.unlock(tx, stage.alex));
    expect((await pushPart(await here())).to).toBe(tower.id);
    await wish(stage, laptop, {});
  });
});
