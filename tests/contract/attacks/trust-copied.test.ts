import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { JarBrowser } from '../../fakes/jar-browser.ts';
import { type Passing, startPassing } from '../trust/passing-stage.ts';

/** Somebody who knows the password, and has a copy of the cookies of the trusted browser. */
let stage: Passing;
let victim: JarBrowser;
let thief: JarBrowser;

beforeAll(async () => {
  stage = await startPassing({ alertAddress: 'security@example.org' });
  await stage.allow();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  victim = stage.browser();
  await stage.trust(victim);
  await stage.service.rooms.floor.db.write((tx) => tx.query.deleteFrom('outbox').execute());
  thief = victim.copy();
});

/** Two sign-ins, far enough apart that the first's new cookie is the only good one when the grace is over. */
async function goesOn(browser: JarBrowser): Promise<void> {
  for (let turn = 0; turn < 2; turn++) {
    expect(await stage.passesByCookie(browser)).toBe(true);
    await stage.service.advance(3 * MINUTE);
  }
}

async function isOver(): Promise<void> {
  for (const browser of [victim, thief]) {
    expect(await stage.passesByCookie(browser)).toBe(false);
    expect(browser.trusted).toEqual([]);
  }
  const alerts = await stage.events('trust.copied');
  expect(alerts.at(-1)).toMatchObject({
    alert: 1,
    user_id: stage.alex,
    detail: { about: 'Chrome on Linux' },
  });
  expect((await stage.families()).at(-1)?.ended_at).not.toBeNull();
  expect((await stage.events('trust.ended')).at(-1)).toMatchObject({ reason: 'copied', user_id: stage.alex });
  expect((await stage.mails()).map(({ audience }) => audience).sort()).toEqual(['administrators', 'person']);
}

describe('a copied cookie', () => {
  it('is refused once the victim has gone on with the original, and gives itself away', async () => {
    await goesOn(victim);
    const { prompt, location } = await thief.open(stage.site, 'alex');
    expect(location).toBeNull();
    expect(await prompt.read()).toMatchObject({ state: 'choosing', application: { name: 'Campus Portal' } });
    await isOver();
  });

  it('gives itself away where the thief has gone on: the victim’s next sign-in ends it', async () => {
    await goesOn(thief);
    expect(await stage.passesByCookie(victim)).toBe(false);
    await isOver();
  });

  it('used by both at the same moment: found out once, told once', async () => {
    await goesOn(thief);
    const before = (await stage.events('trust.copied')).length;
    const browsers = [victim, victim.copy(), victim.copy(), thief];
    await Promise.all(browsers.map((browser) => stage.passesByCookie(browser)));
    expect(await stage.events('trust.copied')).toHaveLength(before + 1);
    await isOver();
  });

  it('used in turns ends within a few of them', async () => {
    let turns = 0;
    while ((await stage.passesByCookie(victim)) && (await stage.passesByCookie(thief))) {
      await stage.service.advance(3 * MINUTE);
      expect(++turns).toBeLessThan(5);
    }
    await isOver();
  });

  it('told by a “yes” as well, which then begins anew', async () => {
    await goesOn(thief);
    const prompt = await victim.arrive(stage.library.site, 'alex');
    await prompt.read();
    await prompt.post('promptPasscode', { passcode: stage.me.code() });
    expect((await prompt.post('promptTrust', { trust: true })).status).toBe(200);
    await prompt.finish();
    expect(await stage.passesByCookie(thief)).toBe(false);
    expect(await stage.passesByCookie(victim)).toBe(false);
    expect(await stage.passesByCookie(victim, { site: stage.library.site })).toBe(true);
    expect((await stage.mails()).filter(({ subject }) => /copied/.test(subject))).toHaveLength(2);
  });

  it('is worth nothing once the person has said “yes” again in the original', async () => {
    await stage.trust(victim, { site: stage.library.site });
    for (const site of [stage.site, stage.library.site]) {
      expect(await stage.passesByCookie(thief, { site })).toBe(false);
      expect(await stage.passesByCookie(victim, { site })).toBe(true);
    }
  });

  it('cannot draw level by asking often: one of the two gets the new one', async () => {
    const before = thief.cookie;
    await stage.passesByCookie(victim);
    for (let turn = 0; turn < 5; turn++) await stage.passesByCookie(thief);
    expect(thief.cookie.split('; ').at(-1)).toBe(before.split('; ').at(-1));
  });
});
