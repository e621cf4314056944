import { expect } from 'vitest';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { JarBrowser, type JarPrompt } from '../../fakes/jar-browser.ts';
import type { TestServiceOptions } from '../../fakes/service.ts';
import type { TestSite } from '../../fakes/site.ts';
import { siteOf, startStage } from '../../fakes/stage.ts';
import { giveToken } from '../passcode/set-up.ts';

export const MONTH = 720;

/** A stage whose people may trust their browsers, and two sites. */
export async function startPassing(options: TestServiceOptions = {}) {
  const stage = await startStage(options);
  const { service } = stage;
  const library = await service.addApplication('Library', ['https://library.example.org/callback']);
  const { floor, trust } = service.rooms;

  /** Somebody with a hardware token, whose code is right every time. */
  async function person(username: string, known?: UserId) {
    const user = known ?? (await service.addUser(username));
    const token = await giveToken(service, { user });
    let counter = 0;
    return { username, user, code: () => token.at(counter++) };
  }

  type Person = Awaited<ReturnType<typeof person>>;
  const me = await person('alex', stage.alex);

  return {
    ...stage,
    /** Alex, with a token in hand. */
    me,
    person,
    library: { ...library, site: siteOf(service, library) },
    browser: (userAgent?: string) => new JarBrowser(service, userAgent),
    allow: (changes: object = {}, scope?: string) =>
      service.setPolicy(
        {
          lockout: { threshold: 10, scope: 'guessable', minutes: 0 },
          trustedBrowsers: {
            hours: MONTH,
            scope: 'application',
            deviceKey: 'optional',
            limit: 5,
            whileLocked: 'keep',
            ...changes,
          },
        },
        scope as never,
      ),

    /** A prompt that a typed code has approved. */
    async approved(browser: JarBrowser, { site = stage.site, who = me }: At = {}): Promise<JarPrompt> {
      const { prompt, location } = await browser.open(site, who.username);
      expect(location).toBeNull();
      expect(await prompt.post('promptPasscode', { passcode: who.code() })).toEqual({
        status: 200,
        body: {},
      });
      return prompt;
    },

    /** Signs in by a code and says yes; with a device, it is that one's key which stands for the browser. */
    async trust(browser: JarBrowser, { device, ...at }: At & { device?: TestDevice } = {}) {
      const { prompt } = await browser.open(at.site ?? stage.site, (at.who ?? me).username);
      if (device) expect((await device.prove(prompt)).body).toEqual({ trusted: null });
      const passcode = (at.who ?? me).code();
      expect((await prompt.post('promptPasscode', { passcode })).body).toEqual({});
      expect((await prompt.read()).trust?.holder).toBe(device ? 'key' : 'cookie');
      expect(await prompt.post('promptTrust', { trust: true })).toEqual({ status: 200, body: {} });
      return prompt.finish();
    },

    /** Whether this browser's key lets a fresh sign-in pass, all the way to the site. */
    async passesByKey(browser: JarBrowser, device: TestDevice, { site = stage.site, who = me }: At = {}) {
      const { prompt, location } = await browser.open(site, who.username);
      expect(location).toBeNull();
      const { body } = await device.prove(prompt);
      if (body.trusted === null) return false;
      expect((await prompt.read()).state).toBe('approved');
      return (await site.exchange(await prompt.finish())).status === 200;
    },

    /** Whether its cookie does. */
    async passesByCookie(browser: JarBrowser, { site = stage.site, who = me }: At = {}) {
      const { location } = await browser.open(site, who.username);
      return location !== null && (await site.exchange(location)).status === 200;
    },

    trusts: (user: UserId = stage.alex) => trust.list(floor.db.read, user),
    families: () => floor.db.read.selectFrom('trust_families').selectAll().orderBy('created_at').execute(),
    events: async (event: string) =>
      (await floor.db.read.selectFrom('audit').selectAll().where('event', '=', event).execute()).map(
        (row) => ({
          ...row,
          detail: JSON.parse(row.detail ?? '{}'),
        }),
      ),
    mails: async () =>
      await floor.db.read.selectFrom('outbox').select(['audience', 'recipient', 'subject']).execute(),
  };

  interface At {
    site?: TestSite;
    who?: Person;
  }
}

export type Passing = Awaited<ReturnType<typeof startPassing>>;
