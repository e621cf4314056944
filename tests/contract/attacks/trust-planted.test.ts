import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TRUST_COOKIE, TRUST_DECLINED_COOKIE } from '../../../lib/protocol/trust.ts';
import type { JarBrowser } from '../../fakes/jar-browser.ts';
import { type Passing, startPassing } from '../trust/passing-stage.ts';

/** Cookies that the service did not set in this browser, or not for this person. */
let stage: Passing;
let trusted: JarBrowser;
let name: string;
let value: string;
let mallory: Awaited<ReturnType<Passing['person']>>;

beforeAll(async () => {
  stage = await startPassing();
  await stage.allow({ scope: 'all' });
  mallory = await stage.person('mallory');
});
afterAll(() => stage.stop());
beforeEach(async () => {
  // Nobody types more than ten codes in a minute.
  await stage.service.advance(MINUTE);
  trusted = stage.browser();
  await stage.trust(trusted);
  [name, value] = trusted.trusted[0] ?? ['', ''];
});

const other = (part: string): string => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
const changed = (at: number, how: (part: string) => string): string =>
  value
    .split('.')
    .map((part, index) => (index === at ? how(part) : part))
    .join('.');

describe('a cookie that was made up or changed', () => {
  it.each<[string, () => string]>([
    ['empty', () => ''],
    ['garbage', () => 'yes'],
    ['too long', () => 'A'.repeat(3_000)],
    ['another family', () => changed(0, other)],
    ['another series', () => changed(1, other)],
    ['a higher counter', () => changed(2, (number) => String(Number(number) + 1))],
    ['a counter beyond all numbers', () => changed(2, () => '9'.repeat(16))],
    ['another seal', () => changed(3, other)],
    ['one part too many', () => `${value}.A`],
    [
      'sealed with a site’s secret',
      () => {
        const [family, series] = value.split('.');
        const mac = createHmac('sha256', stage.application.secret)
          .update(`${stage.alex} ${family} 7`)
          .digest();
        return `${family}.${series}.7.${mac.toString('base64url', 0, 16)}`;
      },
    ],
  ])('%s: passes nothing, is deleted, and is no theft', async (_, forge) => {
    const browser = stage.browser();
    browser.jar.set(name, forge());
    expect(await stage.passesByCookie(browser)).toBe(false);
    expect(browser.trusted).toEqual([]);
    expect(await stage.passesByCookie(trusted)).toBe(true);
    expect(await stage.events('trust.copied')).toEqual([]);
  });

  it('under the plain name: is nothing', async () => {
    const browser = stage.browser();
    browser.jar.set(TRUST_COOKIE, value);
    expect(await stage.passesByCookie(browser)).toBe(false);
  });

  it('a “no” that was planted only spares a question', async () => {
    const browser = stage.browser();
    browser.jar.set(TRUST_DECLINED_COOKIE, `../..<script>.${'A'.repeat(11)}.${'B'.repeat(2_000)}`);
    const prompt = await stage.approved(browser);
    expect((await prompt.read()).trust).not.toBeNull();
    await prompt.post('promptTrust', { trust: false });
    expect(browser.jar.get(TRUST_DECLINED_COOKIE)).toMatch(/^[A-Za-z0-9_-]{11}\.A{11}$/);
  });
});

describe('another person’s cookie', () => {
  it('passes nobody else, under its own name or theirs', async () => {
    expect(await stage.passesByCookie(trusted, { who: mallory })).toBe(false);
    const theirs = stage.browser();
    await stage.trust(theirs, { who: mallory });
    const [mallorysName = '', mallorysValue = ''] = theirs.trusted[0] ?? [];
    const planted = stage.browser();
    planted.jar.set(name, mallorysValue);
    expect(await stage.passesByCookie(planted)).toBe(false);
    const stolen = stage.browser();
    stolen.jar.set(mallorysName, value);
    expect(await stage.passesByCookie(stolen, { who: mallory })).toBe(false);
  });

  it('is not taken over by a “yes”: neither the victim’s by a thief, nor the planted one by its planter', async () => {
    const theirs = stage.browser();
    await stage.trust(theirs, { who: mallory });
    const [mallorysName = '', mallorysValue = ''] = theirs.trusted[0] ?? [];

    const thief = trusted.copy();
    thief.jar.set(mallorysName, value);
    await stage.trust(thief, { who: mallory });
    expect(await stage.passesByCookie(trusted)).toBe(true);
    thief.jar.set(name, thief.jar.get(mallorysName) ?? '');
    expect(await stage.passesByCookie(thief)).toBe(false);

    const victim = stage.browser();
    victim.jar.set(name, mallorysValue);
    await stage.trust(victim);
    const planter = stage.browser();
    planter.jar.set(name, mallorysValue);
    expect(await stage.passesByCookie(planter)).toBe(false);
    expect(await stage.passesByCookie(victim)).toBe(true);
  });
});

describe('a protected site with its secret', () => {
  it('gets no cookie of trust from anything that it may call, and passes nobody by its own calls', async () => {
    const { service, site, application } = stage;
    const { location } = await trusted.open(site, 'alex');
    const calls = [
      await fetch(await site.authorizeUrl('alex'), { redirect: 'manual' }),
      await fetch(service.base + pathTo('healthCheck'), { method: 'POST' }),
      await fetch(service.base + pathTo('token'), { method: 'POST' }),
      await fetch(service.base + pathTo('passwordChanged'), { method: 'POST' }),
    ];
    for (const reply of calls) expect(reply.headers.get('set-cookie') ?? '').not.toContain(TRUST_COOKIE);
    const { status, body } = await site.exchange(location ?? '');
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain(value.split('.')[1]);

    const prompt = await site.begin('alex');
    const asked = { trust: true, client_id: application.id, client_secret: application.secret };
    expect((await prompt.post('promptTrust', asked)).body.error).toBe('transaction_state');
    const before = await stage.trusts();
    for (const route of ['deviceTrustedBrowsers', 'deviceForgetting'] as const) {
      const method = route === 'deviceForgetting' ? 'POST' : 'GET';
      const reply = await fetch(service.base + pathTo(route), {
        method,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${application.secret}` },
        ...(method === 'POST' && { body: JSON.stringify({ which: 'all' }) }),
      });
      expect(((await reply.json()) as { error: string }).error).toBe('proof_missing');
    }
    expect(await stage.trusts()).toEqual(before);
  });

  it('cannot ask for it in its request: what it signs beside the known claims changes nothing', async () => {
    const url = new URL(await stage.site.authorizeUrl('alex'));
    for (const [key, extra] of Object.entries({
      trust: 'true',
      remembered_device: '1',
      factor: 'remembered_device',
    }))
      url.searchParams.set(key, extra);
    const browser = stage.browser();
    const response = await browser.request(url.pathname + url.search);
    const id = response.headers.get('location')?.split('/').at(-1);
    expect((await browser.request(pathTo('prompt', id))).status).toBe(200);
  });
});
