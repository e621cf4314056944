import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { deviceText, promptText } from '../../../components/sentences.ts';
import { promptMarks } from '../../../lib/protocol/marks.ts';
import type { Chromium } from '../driver/chromium.ts';
import { says, text } from '../driver/screen.ts';
import { answer, approveHere, openTrusting, passAtOnce, passes, type Trusting } from '../driver/trusted.ts';
import { until } from '../driver/until.ts';

const HOUR = 3_600_000;

/** Many tabs, and private windows, of a browser that is paired. */
let stage: Trusting;
let chromium: Chromium;
beforeAll(async () => {
  stage = await openTrusting();
  chromium = await stage.world.paired(stage.alex);
});
afterEach(async () => {
  await chromium.closeAll();
  await stage.world.service.advance(HOUR);
});
afterAll(() => stage.world.close());

it('lets twenty sign-ins at once pass, by the one answer', async () => {
  const page = await chromium.tab(stage.signIn);
  await approveHere(chromium, page);
  await answer(page, deviceText.yes);
  await passAtOnce(page, stage.signIn, 20);
  expect(await stage.trust.passes()).toBe(20);
  expect(await stage.trust.standing()).toHaveLength(1);
  // A page that had to wait for long may have asked meanwhile; nobody is to answer that any more.
  const { db } = stage.world.service.rooms.floor;
  const pending = db.read.selectFrom('pushes').selectAll().where('state', '=', 'pending');
  expect(await pending.execute()).toEqual([]);
  await until(chromium.notifications, (shown) => shown.length === 0);
});

it('trusts a private window by its cookie until it is closed, and says so before', async () => {
  const page = await chromium.privateTab(stage.signIn);
  await stage.other.approve(page);
  await says(page, deviceText.question, deviceText.private);
  await answer(page, deviceText.yes);
  await passes(page, stage.signIn, stage.trust);
  await page.browserContext().close();

  const next = await chromium.privateTab(stage.signIn);
  await says(next, promptText.elsewhere);
});

/** The page’s own last step waits until it may go on, so that there is time to read. */
async function holdFinish(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.setRequestInterception(true);
  page.on('request', async (request) => {
    if (request.url().endsWith('/finish')) await promise;
    await request.continue();
  });
  return resolve;
}

it('remembers nothing and asks nothing in a private window in which the extension may run', async () => {
  const before = (await stage.trust.standing()).length;
  await chromium.allowInPrivate();
  const page = await chromium.privateTab(stage.signIn);
  await page.waitForSelector(`[${promptMarks.privateWindow}]`);
  const goOn = await holdFinish(page);
  await stage.other.approve(page);
  await says(page, promptText.approved, deviceText.privateWindow);
  expect(await text(page)).not.toContain(deviceText.question);
  goOn();
  await says(page, 'Welcome');
  expect(await stage.trust.standing()).toHaveLength(before);
});
