import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { beginStepUp, stepUp } from '../../fakes/step-up.ts';

/** What a page of another site can make the person's browser send. */
let stage: Stage;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());

const prompted = [
  'promptPush',
  'promptSwitch',
  'promptAssertionBegin',
  'promptAssertion',
  'promptPasscode',
  'promptRegistrationBegin',
  'promptRegistration',
  'promptPairing',
  'promptPairingAnswer',
  'promptSkipPractice',
  'promptFinish',
];
const posts = [...prompted, 'ceremonyBegin', 'ceremonyEnd'] as const;

describe.each(posts)('%s', (route) => {
  const send = async (headers: Record<string, string>) => {
    const prompt = await stage.site.begin('alex');
    const { challenge } = prompt;
    const path = pathTo(route as 'ceremonyBegin', prompted.includes(route) ? prompt.transaction : undefined);
    const body = {
      challenge,
      method: 'security_key',
      kind: 'security_key',
      ticket: 'A'.repeat(43),
      match: true,
      passcode: '000000',
    };
    const reply = await fetch(stage.service.base + path, {
      method: 'POST',
      headers: { Cookie: prompt.cookie, ...headers },
      body: JSON.stringify(body),
    });
    return ((await reply.json()) as { error: string }).error;
  };

  it('takes nothing that a form can send', async () => {
    const { origin } = stage.service;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect(await send({ 'Content-Type': type, Origin: origin })).toBe('bad_request');
  });

  it('takes nothing from another origin, nor from none', async () => {
    const json = { 'Content-Type': 'application/json' };
    expect(await send(json)).toBe('wrong_origin');
    for (const Origin of ['https://evil.example.org', 'null', `${stage.service.origin}.example.org`])
      expect(await send({ ...json, Origin })).toBe('wrong_origin');
  });
});

it('the pages of a step-up and a ceremony cannot be framed, kept, or told of to others', async () => {
  const begun = await beginStepUp(laptop);
  const proven = await stepUp(stage, laptop);
  const paths = [new URL(begun.url).pathname, pathTo('stepUpDone', proven), pathTo('ceremony')];
  for (const path of paths) {
    const { headers } = await fetch(stage.service.base + path, { redirect: 'manual' });
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options'), path).toBe('DENY');
    expect(headers.get('referrer-policy'), path).toBe('no-referrer');
    expect(headers.get('cache-control'), path).toBe('no-store');
  }
});

it('neither addresses nor tickets nor names of keys are in the service’s log', async () => {
  const { url } = await beginStepUp(laptop);
  const secret = url.split('/').at(-1) ?? '';
  const body = { stepUp: await stepUp(stage, laptop), kind: 'security_key' };
  const begun = await laptop.call('POST', pathTo('deviceRegistrationBegin'), { body });
  await fetch(url.replace(stage.service.origin, stage.service.base), { redirect: 'manual' });
  await fetch(stage.service.base + new URL(url).pathname, { redirect: 'manual' });
  const log = JSON.stringify(stage.service.log);
  for (const value of [secret, String(begun.body.ticket), 'Laptop', 'alex'])
    expect(log.includes(value)).toBe(false);
});
