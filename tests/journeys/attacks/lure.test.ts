import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { promptText, requestText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { Chromium } from '../driver/chromium.ts';
import { press, pressHere, says } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

const HOUR = 3_600_000;
const approveLabel = requestText.approveLabel('Campus Portal');

let world: World;
let alex: UserId;
let victim: Chromium;
beforeAll(async () => {
  world = await openWorld();
  alex = await world.addUser('alex');
  victim = await world.paired(alex);
});
afterEach(async () => {
  await victim.closeAll();
  await world.service.advance(HOUR);
});
afterAll(() => world.close());

const presences = (transaction: string) =>
  world.service.rooms.floor.db.read
    .selectFrom('presences')
    .selectAll()
    .where('transaction_id', '=', transaction as never)
    .execute();

it('gains nothing by luring the victim to the attacker’s own live prompt', async () => {
  const prompt = await world.campus.site.begin('alex');
  const page = await victim.tab(world.service.origin + pathTo('prompt', prompt.transaction));
  await says(page, errors.transaction_not_yours.say);
  expect(await page.content()).not.toContain(prompt.challenge);

  await prompt.post('promptPush');
  const id = await victim.notified();
  expect(await presences(prompt.transaction)).toEqual([]);
  expect(await prompt.read()).toMatchObject({
    present: false,
    parts: { push: { latest: { kind: 'elsewhere' } } },
  });
  const popup = await victim.toolbar(page);
  await says(popup, requestText.elsewhere, requestText.number);
  const [device, push] = id.split('/');
  expect(await victim.ask(popup, 'push.approve', { device, push })).toEqual({
    ok: false,
    error: 'number_needed',
  });
  expect((await prompt.read()).parts.push?.latest?.state).toBe('pending');
});

it('takes no decision from a web page, nor from the content script’s own world', async () => {
  const page = await victim.tab(world.campus.signIn('alex'));
  await says(page, promptText.here);
  const [device, push] = (await victim.notified()).split('/');
  const message = { name: 'push.approve', device, push };
  const inLibraryShape = { id: 1, type: 'push.approve', data: { device, push }, timestamp: Date.now() };

  const fromPage = (words: object) =>
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
      words,
    );
  expect(await fromPage(message)).toBe('no way');
  expect(await fromPage(inLibraryShape)).toBe('no way');

  const script = await victim.contentScript(page);
  expect(await script(message)).toEqual({ ok: false, error: 'sender_refused' });
  expect(await script(inLibraryShape)).toMatchObject({ res: { ok: false, error: 'sender_refused' } });
  expect(await script({ name: 'overview.get' })).toEqual({ ok: false, error: 'sender_refused' });
  expect(await world.push()).toMatchObject({ state: 'pending' });
});

it('lets no page frame the prompt', async () => {
  const page = await victim.tab(world.campus.signIn('alex'));
  await says(page, promptText.here);
  const frame = async (host: Awaited<ReturnType<typeof victim.tab>>) => {
    await host.evaluate((address) => {
      const framed = document.createElement('iframe');
      framed.src = address;
      document.body.append(framed);
      return new Promise((resolve) => framed.addEventListener('load', resolve));
    }, page.url());
    return host.frames()[1];
  };
  // A page of the service's own host, so that the cookies would come along.
  const own = await victim.tab(`${world.service.origin}/nowhere`);
  await own.setBypassCSP(true);
  await own.reload();
  for (const host of [await victim.tab(world.campus.base), own]) {
    const framed = await frame(host);
    const words = await framed?.evaluate(() => document.documentElement.textContent).catch(() => '');
    expect(words ?? '').not.toContain(promptText.here);
    expect(framed?.url()).toMatch(/^chrome-error:|^about:blank|^$/);
  }
});

it('never lets somebody who knows the password stop the person’s own sign-in', async () => {
  let attempts = 0;
  let going = true;
  let cancels = true;
  const thief = (async () => {
    while (going) {
      // The clock that the test moves may outrun a request on its way.
      const prompt = await world.campus.site.begin('alex').catch(() => null);
      await prompt?.post('promptPush');
      attempts += 1;
      if (cancels && attempts % 2 === 0) await prompt?.post('promptCancel');
    }
  })();
  try {
    await until(
      () => attempts,
      (count) => count > 5,
    );
    for (let turn = 0; turn < 3; turn++) {
      const before = attempts;
      const page = await victim.tab(world.campus.signIn('alex'));
      await says(page, promptText.here);
      const popup = await victim.toolbar(page);
      await pressHere(popup, approveLabel);
      await says(page, 'Welcome');
      expect(attempts).toBeGreaterThan(before);
    }
    // Reported, muted, and still the person's own sign-ins come through.
    cancels = false;
    await world.service.advance(HOUR);
    const { now } = world.service.clock;
    const { id } = await until(world.push, (push) => push.state === 'pending' && push.expires_at > now());
    await until(victim.notifications, (shown) => shown.length === 1 && shown[0]?.endsWith(id));
    const card = await victim.toolbar(await victim.tab(world.campus.base));
    await press(card, requestText.notMe);
    await press(card, requestText.fraud);
    await says(card, requestText.results.fraud);
    const { db } = world.service.rooms.floor;
    expect(await db.read.selectFrom('mutes').selectAll().execute()).toHaveLength(1);
    const page = await victim.tab(world.campus.signIn('alex'));
    await says(page, promptText.here);
    await pressHere(await victim.toolbar(page), approveLabel);
    await says(page, 'Welcome');
  } finally {
    going = false;
    await thief;
  }
  const user = await world.service.rooms.users.find(world.service.rooms.floor.db.read, alex);
  expect(user).toMatchObject({ failures: 0, locked_at: null });
});
