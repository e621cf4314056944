import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviceText } from '../../../components/sentences.ts';
import { PROMPT_SEEN } from '../../../lib/prompts/prompts.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { Chromium } from '../driver/chromium.ts';
import { says } from '../driver/screen.ts';
import { aMonth, answer, approveHere, passes, type Trust, trustOf } from '../driver/trusted.ts';
import { openWorld, type World } from '../driver/world.ts';

/** What others get from a browser that is trusted: nothing. */
let world: World;
let victim: Chromium;
let trust: Trust;
let page: Page;
let signIn: string;
beforeAll(async () => {
  world = await openWorld();
  await world.service.setPolicy(aMonth);
  const alex = await world.addUser('alex');
  trust = trustOf(world, alex);
  victim = await world.paired(alex);
  signIn = world.campus.signIn('alex');
  page = await victim.tab(signIn);
  await approveHere(victim, page);
  await answer(page, deviceText.yes);
});
afterAll(() => world.close());

/** What the page itself reaches of the extension. */
const fromPage = (message: object) =>
  page.evaluate(
    (extension, sent) => {
      const { chrome } = globalThis as {
        chrome?: { runtime?: { sendMessage(to: string, what: object): Promise<unknown> } };
      };
      return chrome?.runtime?.sendMessage === undefined
        ? 'no way'
        : chrome.runtime.sendMessage(extension, sent).catch(() => 'no way');
    },
    victim.extension.id,
    message,
  );

it('lets nothing pass by luring the victim to the attacker’s own live prompt', async () => {
  const before = await trust.passes();
  const prompt = await world.campus.site.begin('alex');
  await page.goto(world.service.origin + pathTo('prompt', prompt.transaction));
  await says(page, errors.transaction_not_yours.say);

  // Not even where a script of that page could speak as ours does.
  const report = await victim.contentScript(page);
  const { transaction, challenge } = prompt;
  await report({ name: PROMPT_SEEN, transaction, challenge });
  // What it led to has had its time once the victim's own next sign-in has passed.
  await passes(page, signIn, trust);
  expect(await prompt.read()).toMatchObject({ state: 'choosing', present: false });
  expect(await trust.passes()).toBe(before + 1);
});

it('takes no word about trust from a web page, nor from the content script’s own world', async () => {
  const prompt = await world.campus.site.begin('alex');
  await page.goto(world.service.origin + pathTo('prompt', prompt.transaction));
  const script = await victim.contentScript(page);
  const [device] = await world.service.rooms.floor.db.read.selectFrom('devices').select('id').execute();
  const wishes = [
    { name: 'trust.list', device: device?.id },
    { name: 'trust.forget', device: device?.id, what: { which: 'all' } },
    { name: 'portal.open', device: device?.id },
  ];
  for (const { name, ...data } of wishes) {
    const inLibraryShape = { id: 1, type: name, data, timestamp: Date.now() };
    expect(await script({ name, ...data })).toEqual({ ok: false, error: 'sender_refused' });
    expect(await script(inLibraryShape)).toMatchObject({ res: { ok: false, error: 'sender_refused' } });
    expect(await fromPage(inLibraryShape)).toBe('no way');
  }
  expect(await trust.standing()).toHaveLength(1);
});
