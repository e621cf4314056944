import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TRUST_COOKIE } from '../../../lib/protocol/trust.ts';
import type { JarBrowser } from '../../fakes/jar-browser.ts';
import { type Passing, startPassing } from '../trust/passing-stage.ts';

/** Nobody attacks: replies that cross or are lost, and browsers that many people use, must not cost any of them their trust. */
let stage: Passing;
let browser: JarBrowser;

beforeAll(async () => {
  stage = await startPassing();
  await stage.allow();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  // Nobody types more than ten codes in a minute.
  await stage.service.advance(MINUTE);
  browser = stage.browser();
});

const library = () => ({ site: stage.library.site });
const type = async (prompt: Awaited<ReturnType<JarBrowser['arrive']>>): Promise<void> => {
  await prompt.read();
  expect((await prompt.post('promptPasscode', { passcode: stage.me.code() })).body).toEqual({});
};

describe('the cookie of a trusted browser survives', () => {
  it('what another tab asked before a “yes”, and is answered after it', async () => {
    await stage.trust(browser);
    const [answered, waiting] = [
      await browser.arrive(stage.library.site, 'alex'),
      await browser.arrive(stage.library.site, 'alex'),
    ];
    await type(answered);
    const { revision } = await waiting.read();
    const news = browser.request(`${pathTo('promptState', waiting.transaction)}?after=${revision}`);
    expect(await answered.post('promptTrust', { trust: true })).toEqual({ status: 200, body: {} });
    await type(waiting);
    expect((await news).status).toBe(200);
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect(await stage.passesByCookie(browser, library())).toBe(true);
  });

  it('a “yes” whose answer was lost, and that is said again', async () => {
    await stage.trust(browser);
    const families = (await stage.families()).length;
    const prompt = await stage.approved(browser, library());
    for (const lost of [true, false])
      expect(await prompt.post('promptTrust', { trust: true }, { lost })).toEqual({ status: 200, body: {} });
    await prompt.finish();
    expect(await stage.families()).toHaveLength(families);
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect(await stage.passesByCookie(browser, library())).toBe(true);
  });
});

it('a browser that very many people trusted is still served: the oldest cookies give way', async () => {
  const part = (bytes: number) => randomBytes(bytes).toString('base64url');
  for (let person = 0; person < 60; person++)
    browser.jar.set(`${TRUST_COOKIE}-${part(8)}`, `${part(16)}.${part(32)}.1763812800000.${part(16)}`);
  const [oldest, newest] = [browser.trusted[0]?.[0], browser.trusted.at(-1)?.[0]];
  await stage.trust(browser);
  expect(browser.trusted).toHaveLength(20);
  expect(browser.jar.has(oldest ?? '')).toBe(false);
  expect(browser.jar.has(newest ?? '')).toBe(true);
  expect(await stage.passesByCookie(browser)).toBe(true);
});

it('a “yes” that is repeated fills neither the log nor a mailbox', async () => {
  const told = async () => (await stage.mails()).filter(({ subject }) => /is trusted/.test(subject)).length;
  const [rows, mails] = [(await stage.events('trust.made')).length, await told()];
  const prompt = await stage.approved(browser);
  for (let turn = 0; turn < 30; turn++)
    expect(await prompt.post('promptTrust', { trust: true })).toEqual({ status: 200, body: {} });
  const device = await stage.pair();
  const other = await stage.approved(stage.browser());
  await device.prove(other);
  for (let turn = 0; turn < 30; turn++) await other.post('promptTrust', { trust: true });
  expect((await stage.events('trust.made')).length - rows).toBe(2);
  expect((await told()) - mails).toBe(1);
});
