import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId, TransactionId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { giveBrowserCodes, giveBypass, print, type } from '../passcode/set-up.ts';
import { approvedByKey, PortalBrowser, trust } from '../portal/set-up.ts';
import { register, startWithExtension } from '../webauthn/set-up.ts';

/** What a thief of Alex's password gets who can talk Alex, or the help desk, out of codes and numbers. */
let stage: Stage;
let laptop: TestDevice;
const key = new TestAuthenticator({ checksPerson: true });
const thiefsKey = new TestAuthenticator({ checksPerson: true });

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  await register(stage, { device: laptop, authenticator: key });
  await stage.service.setPolicy({ trustedBrowsers: { hours: 24, scope: 'all' } });
  const thief = await stage.service.addUser('thief');
  const own = await stage.pair('Thief’s laptop', thief);
  await register(stage, { device: own, authenticator: thiefsKey });
});
afterAll(() => stage.stop());
// So that nothing is refused for coming too often.
beforeEach(() => stage.service.advance(30 * MINUTE));

interface Thief {
  browser: PortalBrowser;
  /** The next code that Alex or the help desk reads out. */
  code: () => string;
}

/** One call at one of two prompts; each may be refused. */
type Call = (thief: Thief, prompt: TestPrompt) => Promise<unknown>;

/** By the thief's own key, whatever was asked for. */
const signed = (question: object) =>
  thiefsKey.get({ ...question, allowCredentials: undefined } as never, {
    origin: stage.service.origin,
    userVerified: true,
  });

const calls: Record<string, Call> = {
  code: ({ code }, prompt) => type(prompt, code()),
  number: async (_, prompt) => {
    await prompt.post('promptPush');
    const number = (await prompt.read()).parts.push?.latest?.number;
    const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'pending');
    if (push && number) await laptop.decide(push, { decision: 'approve', number });
  },
  presence: (_, { transaction, challenge }) => laptop.prove({ transaction, challenge, cookie: '' }),
  ownKey: async (_, prompt) => {
    const { body } = await prompt.post('promptAssertionBegin', { method: 'security_key' });
    if (body.options) await prompt.post('promptAssertion', { response: signed(body.options) });
  },
  trust: (_, prompt) => prompt.post('promptTrust', { trust: true }),
  portal: ({ browser }, prompt) => browser.enterFrom(prompt),
  cancel: (_, prompt) => prompt.post('promptCancel'),
  finish: (_, prompt) => prompt.post('promptFinish'),
  direct: async ({ browser }) => browser.answer(signed(await browser.ask('alex'))),
};

const some = fc.array(
  fc.record({ call: fc.constantFrom(...Object.keys(calls)), at: fc.constantFrom(0 as const, 1 as const) }),
  { maxLength: 5 },
);
const sequences = fc
  .tuple(some, some)
  .map(([before, after]) => [...before, { call: 'code', at: 0 } as const, ...after]);

/** A code for one prompt and a number for the other, as often succeeds. */
const both = [
  { call: 'code', at: 0 },
  { call: 'number', at: 1 },
] as const;

const codes = {
  'a help-desk bypass code': async () => {
    const code = await giveBypass(stage, { user: stage.alex, uses: 100, minutes: 0 });
    return () => code;
  },
  'codes of Alex’s own browser': async () => {
    const { at } = await giveBrowserCodes(stage, { device: laptop, user: stage.alex });
    let counter = 0;
    return () => {
      counter += 1;
      return at(counter);
    };
  },
  'Alex’s printed codes': async () => {
    const printed = await print(stage, { device: laptop, user: stage.alex });
    return () => printed.pop() ?? '';
  },
};

it.each([
  ['a help-desk bypass code', 'bypass_code'],
  ['codes of Alex’s own browser', 'passcode'],
  ['Alex’s printed codes', 'passcode'],
] as const)('no order of calls leads from %s to the portal', async (given, factor) => {
  const code = await codes[given]();
  const approvedBy = new Set<string | null>();
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      await stage.service.advance(30 * MINUTE);
      const browser = new PortalBrowser(stage);
      const prompts = [await stage.site.begin('alex'), await stage.site.begin('alex')] as const;
      for (const { call, at } of sequence) await calls[call]?.({ browser, code }, prompts[at]);
      for (const prompt of prompts) {
        approvedBy.add(await factorOf(prompt));
        expect((await prompt.read()).portal).toBe(false);
        expect((await browser.enterFrom(prompt)).status).not.toBe(200);
      }
      expect(browser.setCookie).toBeNull();
      expect((await browser.state()).body.error).toBe('portal_closed');
    }),
    { numRuns: 15, examples: [[[...both]]] },
  );
  // Otherwise this would have shown nothing.
  expect([...approvedBy]).toEqual(expect.arrayContaining([factor, 'push']));
  expect(await opened()).toEqual([]);
});

it('a trusted browser does not reach it by its trust: not by its key', async () => {
  const holder = { device: laptop.id as DeviceId };
  await trust(stage, { user: stage.alex, holder });
  const prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  expect(await prompt.read()).toMatchObject({ state: 'approved', portal: false });
  const browser = new PortalBrowser(stage);
  expect((await browser.enterFrom(prompt)).body.error).toBe('portal_refused');
});

it('a trusted browser does not reach it by its trust: not by its cookie', async () => {
  const { service, site } = stage;
  const first = await approvedByKey(stage, { key });
  const said = await fetch(service.base + pathTo('promptTrust', first.transaction), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: service.origin, Cookie: first.cookie },
    body: JSON.stringify({ challenge: first.challenge, trust: true }),
  });
  const cookie = said.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(cookie).toMatch(/^__Host-trusted-browser/);

  const browser = new PortalBrowser(stage);
  expect((await browser.state({ Cookie: cookie })).body.error).toBe('portal_closed');
  const prompt = await site.begin('alex');
  const passed = await fetch(service.base + pathTo('prompt', prompt.transaction), {
    redirect: 'manual',
    headers: { Cookie: `${prompt.cookie}; ${cookie}` },
  });
  expect(passed.status).toBe(303);
  const refused = await browser.enterFrom(prompt, { Cookie: `${prompt.cookie}; ${cookie}` });
  expect(refused.body.error).toBe('portal_refused');
});

const factorOf = async ({ transaction }: TestPrompt): Promise<string | null> => {
  const { floor } = stage.service.rooms;
  const row = await floor.db.read
    .selectFrom('transactions')
    .select('factor')
    .where('id', '=', transaction as TransactionId)
    .executeTakeFirst();
  return row?.factor ?? null;
};

const opened = () =>
  stage.service.rooms.floor.db.read
    .selectFrom('audit')
    .select('detail')
    .where('event', '=', 'portal.opened')
    .execute();
