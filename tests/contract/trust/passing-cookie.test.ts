import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TRUST_COOKIE } from '../../../lib/protocol/trust.ts';
import { FIREFOX_ON_WINDOWS, type JarBrowser } from '../../fakes/jar-browser.ts';
import { type Passing, startPassing } from './passing-stage.ts';

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

describe('a browser that is trusted by its cookie', () => {
  it('passes twice and straight to the site, which is told so', async () => {
    await stage.trust(browser);
    for (const turn of [1, 2]) {
      const { location } = await browser.open(stage.site, 'alex');
      const { status, body } = await stage.site.exchange(location ?? '');
      expect([turn, status]).toEqual([turn, 200]);
      const [, payload = ''] = String(body.id_token).split('.');
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString()).auth_context).toMatchObject({
        factor: 'remembered_device',
        reason: 'remembered_device',
        auth_device: { name: 'Chrome on Linux' },
      });
    }
    expect(await stage.events('trust.used')).toHaveLength(2);
    expect(browser.cookie).not.toContain('__Host-tx-');
  });

  it('has a cookie of the strictest sort, and none of the prompt’s is left', async () => {
    const prompt = await stage.approved(browser);
    const response = await browser.request(pathTo('promptTrust', prompt.transaction), {
      method: 'POST',
      body: { challenge: prompt.challenge, trust: true },
    });
    const [line = ''] = response.headers.getSetCookie();
    expect(line).toMatch(
      new RegExp(`^${TRUST_COOKIE}-[A-Za-z0-9_-]{11}=[A-Za-z0-9_.-]+; Max-Age=2592000; Path=/;`),
    );
    for (const word of ['HttpOnly', 'Secure', 'SameSite=Lax']) expect(line).toContain(word);
    expect(line).not.toContain('Domain');
  });

  it('rotates: a new counter with its first use, and then again only after a while', async () => {
    await stage.trust(browser);
    const first = browser.cookie;
    expect(await stage.passesByCookie(browser)).toBe(true);
    const second = browser.cookie;
    expect(second).not.toBe(first);
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect(browser.cookie).toBe(second);
    for (let turn = 0; turn < 2; turn++) {
      await stage.service.advance(3 * MINUTE);
      expect(await stage.passesByCookie(browser)).toBe(true);
    }
    expect(browser.cookie).not.toBe(second);
  });

  it('is asked again when its time is over, counted from the answer and not from the last use', async () => {
    await stage.allow({ hours: 24 });
    await stage.trust(browser);
    await stage.service.advance(23 * HOUR);
    expect(await stage.passesByCookie(browser)).toBe(true);
    await stage.service.advance(HOUR);
    expect(await stage.passesByCookie(browser)).toBe(false);
  });

  it('is asked again where policy became shorter, was switched off or wants a key', async () => {
    await stage.trust(browser);
    await stage.allow({ hours: 0 });
    expect(await stage.passesByCookie(browser)).toBe(false);
    await stage.allow();
    await stage.trust(browser);
    await stage.allow({ deviceKey: 'required' });
    expect(await stage.passesByCookie(browser)).toBe(false);
  });

  it('is trusted for its own application, or for all that say so', async () => {
    const { site } = stage.library;
    await stage.trust(browser);
    expect(await stage.passesByCookie(browser, { site })).toBe(false);
    await stage.allow({ scope: 'all' });
    expect(await stage.passesByCookie(browser, { site })).toBe(false);
    await stage.trust(browser, { site });
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect(await stage.passesByCookie(browser, { site })).toBe(true);
  });

  it('is nothing in a browser of another name, and that proves nothing', async () => {
    await stage.trust(browser);
    const other = browser.copy(FIREFOX_ON_WINDOWS);
    expect(await stage.passesByCookie(other)).toBe(false);
    expect(other.trusted).toHaveLength(1);
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect(await stage.events('trust.copied')).toEqual([]);
  });

  it('serves each of the people who use it', async () => {
    const sam = await stage.person('sam');
    await stage.trust(browser);
    await stage.trust(browser, { who: sam });
    expect(browser.trusted).toHaveLength(2);
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect(await stage.passesByCookie(browser, { who: sam })).toBe(true);
  });

  it('is not asked about by a question for the headers, nor does that use anything up', async () => {
    await stage.trust(browser);
    const prompt = await browser.arrive(stage.site, 'alex');
    const before = browser.cookie;
    const head = await browser.request(pathTo('prompt', prompt.transaction), { method: 'HEAD' });
    expect([head.status, head.headers.getSetCookie()]).toEqual([200, []]);
    expect(browser.cookie).toBe(before);
    expect((await prompt.read()).state).toBe('choosing');
    expect(await prompt.load()).toMatch(/^https:\/\/portal\.example\.org\//);
  });
});

describe('what an honest browser may meet', () => {
  it('20 prompts opened at once all pass: one family, one trust, no theft', async () => {
    await stage.trust(browser);
    const [family] = (await stage.families()).slice(-1);
    const theft = (await stage.events('trust.copied')).length;
    for (let round = 0; round < 3; round++) {
      const prompts = await Promise.all(Array.from({ length: 20 }, () => browser.arrive(stage.site, 'alex')));
      const locations = await Promise.all(prompts.map((prompt) => prompt.load()));
      const codes = await Promise.all(locations.map((location) => stage.site.exchange(location ?? '')));
      expect(codes.map(({ status }) => status)).toEqual(Array(20).fill(200));
      await stage.service.advance(5 * MINUTE);
    }
    expect((await stage.families()).at(-1)?.id).toBe(family?.id);
    expect(await stage.events('trust.copied')).toHaveLength(theft);
    const mine = (await stage.trusts()).filter(
      ({ holder }) => 'family' in holder && holder.family === family?.id,
    );
    expect(mine).toHaveLength(1);
  });

  it('answers that are lost, one after the other', async () => {
    await stage.trust(browser);
    for (let turn = 0; turn < 6; turn++) {
      const prompt = await browser.arrive(stage.site, 'alex');
      expect(await prompt.load({ lost: true })).not.toBeNull();
      // The page of the sign-in that has passed goes on by itself.
      expect(await prompt.load()).toBeNull();
      expect((await stage.site.exchange(await prompt.finish())).status).toBe(200);
      await stage.service.advance(turn * MINUTE);
    }
    expect(await stage.passesByCookie(browser)).toBe(true);
  });

  it('a tab that was slow: an outlived counter passes for a little while', async () => {
    await stage.trust(browser);
    const slow = browser.copy();
    const late = await slow.arrive(stage.site, 'alex');
    expect(await stage.passesByCookie(browser)).toBe(true);
    await stage.service.advance(MINUTE);
    expect(await stage.passesByCookie(browser)).toBe(true);
    await stage.service.advance(MINUTE);
    expect(await late.load()).not.toBeNull();
    expect(slow.trusted[0]?.[1]).not.toBe(browser.trusted[0]?.[1]);
    expect(await stage.passesByCookie(browser)).toBe(true);
  });

  it('a crash before its new cookie was written down', async () => {
    await stage.trust(browser);
    const disk = browser.copy();
    expect(await stage.passesByCookie(browser)).toBe(true);
    await stage.service.advance(MINUTE / 2);
    expect(await stage.passesByCookie(browser)).toBe(true);
    for (let turn = 0; turn < 3; turn++) {
      await stage.service.advance(DAY);
      expect(await stage.passesByCookie(disk)).toBe(true);
    }
  });

  it('a database that was restored from before the last turns of its cookie', async () => {
    await stage.trust(browser);
    const { db } = stage.service.rooms.floor;
    const backup = (await stage.families()).at(-1);
    for (let turn = 0; turn < 3; turn++) {
      expect(await stage.passesByCookie(browser)).toBe(true);
      await stage.service.advance(DAY);
    }
    await db.write(async (tx) => {
      await tx.query
        .updateTable('trust_families')
        .set({ chain: backup?.chain ?? '' })
        .where('id', '=', backup?.id ?? '')
        .execute();
    });
    expect(await stage.passesByCookie(browser)).toBe(true);
    await stage.service.advance(DAY);
    expect(await stage.passesByCookie(browser)).toBe(true);
    expect((await stage.events('trust.chain_ahead')).length).toBe(1);
  });
});
