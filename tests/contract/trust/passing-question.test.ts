import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../lib/ports/clock.ts';
import { TRUST_DECLINED_COOKIE } from '../../../lib/protocol/trust.ts';
import type { JarBrowser, JarPrompt } from '../../fakes/jar-browser.ts';
import { giveBypass } from '../passcode/set-up.ts';
import { MONTH, type Passing, startPassing } from './passing-stage.ts';

let stage: Passing;
let browser: JarBrowser;

beforeAll(async () => {
  stage = await startPassing();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.allow();
  browser = stage.browser();
});

const asked = async (prompt: JarPrompt) => (await prompt.read()).trust;
const answer = (prompt: JarPrompt, trust: boolean) => prompt.post('promptTrust', { trust });

describe('“Is this your device?”', () => {
  it('says for how long and for what, and by what: the key where it is there, else a cookie', async () => {
    const prompt = await stage.approved(browser);
    expect(await asked(prompt)).toEqual({ hours: MONTH, application: 'Campus Portal', holder: 'cookie' });
    await stage.allow({ hours: 12, scope: 'all' });
    expect(await asked(prompt)).toEqual({ hours: 12, application: null, holder: 'cookie' });
    await stage.allow({ deviceKey: 'required' });
    expect(await asked(prompt)).toBeNull();
    const device = await stage.pair();
    await device.prove(prompt);
    expect(await asked(prompt)).toMatchObject({ holder: 'key' });
    await stage.allow({ hours: 0 });
    expect(await asked(prompt)).toBeNull();
    expect((await answer(prompt, true)).body.error).toBe('trust_off');
  });

  it('is asked only after a success, and answered only then; again as often as it takes', async () => {
    const { prompt } = await browser.open(stage.site, 'alex');
    expect(await asked(prompt)).toBeNull();
    for (const trust of [true, false])
      expect((await answer(prompt, trust)).body.error).toBe('transaction_state');
    await prompt.post('promptPasscode', { passcode: stage.me.code() });
    for (let turn = 0; turn < 3; turn++)
      expect(await prompt.post('promptTrust', { trust: true }, { lost: turn < 2 })).toEqual({
        status: 200,
        body: {},
      });
    expect(await asked(prompt)).toBeNull();
    const made = (await stage.events('trust.made')).filter(
      ({ transaction_id }) => transaction_id === prompt.transaction,
    );
    expect(new Set(made.map(({ detail }) => detail.trust)).size).toBe(1);
    await prompt.finish();
    expect((await answer(prompt, true)).body.error).toBe('transaction_not_yours');
    expect(await stage.passesByCookie(browser)).toBe(true);
  });

  it('answered at once by several tabs of one prompt makes one family', async () => {
    const prompt = await stage.approved(browser);
    const before = (await stage.families()).length;
    await Promise.all(Array.from({ length: 8 }, () => answer(prompt, true)));
    expect(await stage.families()).toHaveLength(before + 1);
    await prompt.finish();
    expect(await stage.passesByCookie(browser)).toBe(true);
  });

  it('is not asked where it would say again what stands', async () => {
    await stage.trust(browser);
    const { db } = stage.service.rooms.floor;
    const { prompt } = await browser.open(stage.library.site, 'alex');
    await prompt.post('promptPasscode', { passcode: stage.me.code() });
    expect(await asked(prompt)).toMatchObject({ application: 'Library' });
    await answer(prompt, true);
    expect(await asked(prompt)).toBeNull();
    await db.write((tx) => stage.service.rooms.trust.forget(tx, all(stage.alex)));
    expect(await asked(await stage.approved(browser, { site: stage.library.site }))).not.toBeNull();
  });

  it('one browser, several answers: its family goes on, and what was trusted before still is', async () => {
    await stage.trust(browser);
    const families = (await stage.families()).length;
    await stage.service.advance(DAY);
    await stage.trust(browser, { site: stage.library.site });
    expect(await stage.families()).toHaveLength(families);
    expect(browser.trusted).toHaveLength(1);
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect(await stage.passesByCookie(browser, { site: stage.library.site })).toBe(true);
    await stage.service.advance(MINUTE);
    expect(await stage.passesByCookie(browser)).toBe(true);
  });

  it('is answered only by the page of the sign-in itself', async () => {
    const prompt = await stage.approved(browser);
    const wrong = await browser.request(`/prompt/${prompt.transaction}/trust`, {
      method: 'POST',
      body: { challenge: 'x'.repeat(22), trust: true },
    });
    expect(((await wrong.json()) as { error: string }).error).toBe('wrong_origin');
    const stranger = await stage.browser().request(`/prompt/${prompt.transaction}/trust`, {
      method: 'POST',
      body: { challenge: prompt.challenge, trust: true },
    });
    expect(((await stranger.json()) as { error: string }).error).toBe('transaction_not_yours');
  });
});

describe('a “no”', () => {
  it('is remembered until the browser is closed, for this person and application', async () => {
    const prompt = await stage.approved(browser);
    expect(await answer(prompt, false)).toEqual({ status: 200, body: {} });
    expect(await answer(prompt, false)).toEqual({ status: 200, body: {} });
    expect(await asked(prompt)).toBeNull();
    const said = browser.jar.get(TRUST_DECLINED_COOKIE) ?? '';
    expect(said).toMatch(/^[A-Za-z0-9_-]{11}$/);
    expect(said).not.toContain(stage.alex);

    expect(await asked(await stage.approved(browser))).toBeNull();
    const { site } = stage.library;
    expect(await asked(await stage.approved(browser, { site }))).not.toBeNull();
    const sam = await stage.person('sam');
    expect(await asked(await stage.approved(browser, { who: sam }))).not.toBeNull();
    browser.jar.delete(TRUST_DECLINED_COOKIE);
    expect(await asked(await stage.approved(browser))).not.toBeNull();
  });

  it('to all applications holds in each', async () => {
    await stage.allow({ scope: 'all' });
    await answer(await stage.approved(browser), false);
    expect(await asked(await stage.approved(browser, { site: stage.library.site }))).toBeNull();
  });
});

describe('nobody is asked', () => {
  it('after a code of the help desk', async () => {
    const { prompt } = await browser.open(stage.site, 'alex');
    const passcode = await giveBypass(stage, { user: stage.alex });
    await prompt.post('promptPasscode', { passcode });
    expect(await prompt.read()).toMatchObject({ state: 'approved', trust: null });
    expect((await answer(prompt, true)).body.error).toBe('trust_off');
  });

  it('after a sign-in that trust let pass', async () => {
    const device = await stage.pair();
    await stage.trust(browser, { device });
    await stage.service.rooms.floor.db.write((tx) => stage.service.rooms.trust.forget(tx, all(stage.alex)));
    await stage.trust(browser, { device });
    const { prompt } = await browser.open(stage.site, 'alex');
    await device.prove(prompt);
    expect(await prompt.read()).toMatchObject({ state: 'approved', trust: null });
    expect((await answer(prompt, true)).body.error).toBe('trust_off');
  });

  it('where policy lets people in without a second step', async () => {
    await stage.service.addUser('newcomer');
    await stage.service.setPolicy({ newUsers: 'allow' });
    const { prompt } = await browser.open(stage.site, 'newcomer');
    expect((await answer(prompt, true)).body.error).toBe('transaction_state');
    expect((await stage.site.exchange(await prompt.finish())).status).toBe(200);
    await stage.service.setPolicy({ newUsers: 'invitation' });
  });
});

const all = <User>(user: User) => ({ user, what: { which: 'all' }, here: null, by: 'person' }) as const;
