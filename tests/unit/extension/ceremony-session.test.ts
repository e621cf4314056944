import { expect, it, vi } from 'vitest';
import { type CeremonyOptions, openCeremony } from '../../../entrypoints/ceremony/ceremony-session.ts';
import type { CeremonyTask } from '../../../lib/messages/changes.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import { settle } from '../../fakes/ports.ts';

const options = { challenge: 'AQID' };
const task: CeremonyTask = {
  use: 'register',
  kind: 'security_key',
  options,
  host: 'sso.example.org',
  ownPage: true,
};
const response = { id: 'key' } as never;

type Said = { ok: true; value: unknown } | { ok: false; error: ErrorCode };
const refusal = (error: ErrorCode) => ({ ok: false, error }) as const;

/** The page with a background and a browser that answer as told, first come first served. */
async function open(
  told: Partial<Record<string, Said[]>> = {},
  {
    answers = [],
    byItself = true,
    took = 1_000,
  }: { answers?: Said[]; byItself?: boolean; took?: number } = {},
) {
  let now = 0;
  const asked: string[] = [];
  const answer = vi.fn(async () => {
    now += took;
    const next = answers.shift() ?? { ok: true, value: undefined };
    return next.ok ? { ok: true, response } : next;
  });
  const page = openCeremony({
    id: 'id',
    send: (async (name: string) => {
      asked.push(name);
      const value = name === 'ceremony.take' || name === 'ceremony.again' ? task : {};
      return told[name]?.shift() ?? { ok: true, value };
    }) as CeremonyOptions['send'],
    browser: { register: answer, authenticate: answer, mayStartByItself: () => byItself } as never,
    clock: { now: () => now },
    onChange: () => {},
  });
  await settle();
  return {
    asked,
    answer,
    stage: () => page.snapshot().stage,
    press: async (what: 'use' | 'ownPage' = 'use') => {
      page[what]();
      await settle();
    },
  };
}

it('begins by itself, and hands the answer over', async () => {
  const page = await open();
  expect(page.asked).toEqual(['ceremony.take', 'ceremony.finish']);
  expect(page.answer).toHaveBeenCalledWith(options);
  expect(page.stage()).toEqual({ name: 'done' });
});

it('waits for a press where the browser may not be asked without one', async () => {
  const page = await open({}, { byItself: false });
  expect(page.stage()).toEqual({ name: 'ready' });
  await page.press();
  expect(page.asked).toEqual(['ceremony.take', 'ceremony.finish']);
});

it('takes a dialog that nobody saw for a browser that wants a press', async () => {
  const page = await open({}, { answers: [refusal('ceremony_cancelled')], took: 10 });
  expect(page.stage()).toEqual({ name: 'ready' });
  expect(page.asked).toEqual(['ceremony.take']);
});

it('tells why the browser came back, and asks it the same again', async () => {
  const page = await open({}, { answers: [refusal('ceremony_cancelled')] });
  expect(page.stage()).toEqual({
    name: 'failed',
    error: 'ceremony_cancelled',
    offers: ['again', 'own-page'],
  });
  expect(page.asked).toEqual(['ceremony.take', 'ceremony.failed']);
  await page.press();
  expect(page.asked.slice(2)).toEqual(['ceremony.finish']);
  expect(page.stage()).toEqual({ name: 'done' });
});

it('takes another challenge after the service has refused an answer', async () => {
  const page = await open({ 'ceremony.finish': [refusal('user_verification_missing')] });
  expect(page.stage()).toMatchObject({ name: 'failed', error: 'user_verification_missing' });
  await page.press();
  expect(page.asked.slice(2)).toEqual(['ceremony.again', 'ceremony.finish']);
  expect(page.stage()).toEqual({ name: 'done' });
});

it('asks once more when the background died over it', async () => {
  const page = await open({ 'ceremony.finish': [refusal('internal')] });
  expect(page.asked).toEqual(['ceremony.take', 'ceremony.finish', 'ceremony.finish']);
  expect(page.stage()).toEqual({ name: 'done' });
});

it('leaves to the service’s own page where this one may not ask', async () => {
  const page = await open({}, { answers: [refusal('ceremony_host')] });
  expect(page.asked).toEqual(['ceremony.take', 'ceremony.failed']);
  expect(page.stage()).toEqual({ name: 'starting' });
});

it('says so when it cannot leave', async () => {
  const page = await open(
    { 'ceremony.failed': [refusal('unreachable')] },
    { answers: [refusal('ceremony_host')] },
  );
  expect(page.stage()).toMatchObject({
    name: 'failed',
    error: 'ceremony_host',
    offers: ['again', 'own-page'],
  });
});

it('leaves when the person wants it', async () => {
  const page = await open(
    { 'ceremony.ownPage': [refusal('unreachable')] },
    { answers: [refusal('ceremony_cancelled')] },
  );
  await page.press('ownPage');
  expect(page.stage()).toMatchObject({ name: 'failed', error: 'unreachable' });
  await page.press('ownPage');
  expect(page.stage()).toEqual({ name: 'starting' });
});

it('that was loaded anew begins with a press', async () => {
  const page = await open({ 'ceremony.take': [refusal('challenge_used')] });
  expect(page.stage()).toEqual({ name: 'failed', error: 'challenge_used', offers: ['again'] });
  expect(page.answer).not.toHaveBeenCalled();
  await page.press();
  expect(page.asked).toEqual(['ceremony.take', 'ceremony.again', 'ceremony.finish']);
  expect(page.stage()).toEqual({ name: 'done' });
});

it.each(['push_expired', 'step_up_needed'] as const)('offers nothing after %s', async (error) => {
  const page = await open(
    {
      'ceremony.take': [{ ok: true, value: { ...task, ownPage: false } }],
      'ceremony.again': [refusal(error)],
    },
    { answers: [refusal('ceremony_cancelled')] },
  );
  expect(page.stage()).toMatchObject({ offers: ['again'] });
  const refused = await open({
    'ceremony.finish': [refusal('challenge_used')],
    'ceremony.again': [refusal(error)],
  });
  await refused.press();
  expect(refused.stage()).toMatchObject({ name: 'failed', error });
  expect(refused.stage()).not.toMatchObject({ offers: expect.arrayContaining(['again']) });
});
