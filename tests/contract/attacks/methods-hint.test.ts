import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { PromptState } from '../../../lib/protocol/prompt.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { approve } from '../../fakes/step-up.ts';

const COOKIE = '__Host-last-method';

/** The hint of what succeeded last in a browser, in the hands of whoever can change cookies. */
let stage: Stage;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(MINUTE));

/** The state of a prompt in a browser with this hint. */
async function withHint(prompt: TestPrompt, hint: string): Promise<PromptState> {
  const headers = { Cookie: `${prompt.cookie}; ${COOKIE}=${hint}` };
  const path = pathTo('promptState', prompt.transaction);
  const response = await fetch(stage.service.base + path, { headers });
  expect(response.status).toBe(200);
  return v.parse(PromptState, await response.json());
}

/** The hint that a finished sign-in leaves in a browser that had this one. */
async function leftAfter(hint: string): Promise<string> {
  const prompt = await stage.site.begin('alex');
  await approve(laptop, prompt);
  const response = await fetch(stage.service.base + pathTo('promptFinish', prompt.transaction), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: stage.service.origin,
      Cookie: `${prompt.cookie}; ${COOKIE}=${hint}`,
    },
    body: JSON.stringify({ challenge: prompt.challenge }),
  });
  expect(response.status).toBe(200);
  const [set] = response.headers.getSetCookie().filter((line) => line.startsWith(COOKIE));
  if (!set) throw new Error('no hint was left');
  return set;
}

const made: [string, string][] = [
  ['nothing', ''],
  ['nonsense', '~~..~.~'],
  ['no method that there is', 'AAAAAAAA.bypass'],
  ['what breaks lines', encodeURIComponent('A\r\nSet-Co.push~A\r\n; Pa=.push')],
  ['what breaks its own form', '%E0%A4%A~%.push'],
  ['far too much', Array.from({ length: 600 }, () => 'AAAAAAAA.push').join('~')],
];

it.each(made)('a hint of %s opens nothing but what is ready', async (_, hint) => {
  const prompt = await stage.site.begin('alex');
  const state = await withHint(prompt, hint);
  expect(state.opensWith).toBe('push');
  expect(state.methods.map(({ method }) => method)).toEqual(['push']);
});

it.each(made)('a hint of %s is followed by a short one of its own form', async (_, hint) => {
  const set = await leftAfter(hint);
  const [pair = '', ...attributes] = set.split('; ');
  const value = decodeURIComponent(pair.slice(COOKIE.length + 1));
  expect(value).toMatch(/^[\w-]{8}\.push(~|$)/);
  expect(set.length).toBeLessThan(1_000);
  expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=34560000', 'Path=/', 'SameSite=Lax', 'Secure']);
});

it('another person’s hint, or one for a method that is not ready, counts for nothing', async () => {
  const [mine = ''] = (await leftAfter('')).slice(COOKIE.length + 1).split(';');
  const mark = mine.split('.')[0];
  const sam = await stage.service.addUser('sam');
  await stage.pair('Sam’s', sam);
  for (const [username, hint] of [
    ['sam', mine],
    ['alex', `${mark}.security_key`],
    ['nobody', mine],
  ] as const) {
    const prompt = await stage.site.begin(username);
    const plain = await prompt.read();
    expect((await withHint(prompt, hint)).opensWith).toBe(plain.opensWith);
  }
});

it('names nobody: neither person nor account is in it', async () => {
  const left = await leftAfter('');
  expect(left).not.toContain('alex');
  expect(left).not.toContain(stage.alex);
});
