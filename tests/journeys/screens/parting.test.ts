import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyMethod, push, question } from './canned.ts';
import { openPages, type Pages } from './open-pages.ts';

/** From an approval to the site, in the built prompt: "Is this your device?", the devices, and what stands in the way. */
let pages: Pages;

beforeAll(async () => {
  pages = await openPages();
});

afterAll(() => pages?.close());

const prompt = '/prompt/transaction';
const waiting = () => push({ createdAt: Date.now(), expiresAt: Date.now() + 60_000 });
const arrives = (path: string) => pages.page.waitForFunction((at) => location.pathname === at, {}, path);

describe('"Is this your device?"', () => {
  test('comes after the approval, is heard, and is stored before the page leaves', async () => {
    pages.begin({ state: 'waiting', latest: waiting() });
    const complaints = await pages.visit(prompt);
    await pages.heading('Approve in your toolbar');
    pages.become({ state: 'approved', trust: question() });
    await pages.heading('Is this your device?');
    await expect.poll(() => pages.page.title()).toBe('Is this your device? · Campus Portal');
    await expect.poll(() => pages.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await pages.page.waitForSelector('p::-p-text(for 30 days, for Campus Portal)');
    await pages.press('Yes, trust this browser');
    await arrives('/back');
    expect(pages.posts).toEqual([`${prompt}/trust`, `${prompt}/finish`]);
    expect(complaints).toEqual([]);
  });

  test('is asked again after a reload, and a script’s click answers nothing', async () => {
    pages.begin({ state: 'approved', trust: question({ holder: 'cookie' }) });
    await pages.visit(prompt);
    await pages.heading('Is this your device?');
    await pages.page.reload();
    await pages.page.waitForSelector('p::-p-text(A private window forgets this)');
    await pages.page.$$eval('button', (all) => {
      for (const button of all) button.click();
    });
    await pages.press('No, other people use it');
    await arrives('/back');
    expect(pages.posts).toEqual([`${prompt}/trust`, `${prompt}/finish`]);
  });

  test('keeps nobody from the site where the answer cannot be stored', async () => {
    pages.begin({ state: 'approved', trust: question() });
    pages.refused.set('trust', 'internal');
    await pages.visit(prompt);
    await pages.press('Yes, trust this browser');
    await pages.page.waitForSelector('[role=alert] ::-p-text(This one is confirmed)');
    await pages.press('Go on to Campus Portal');
    await arrives('/back');
  });

  test('is not asked in a private window, as soon as that is known', async () => {
    pages.begin({ state: 'approved', trust: question() });
    await pages.visit(prompt);
    await pages.heading('Is this your device?');
    await pages.page.$eval('main', (main) => main.setAttribute('data-countersign-private', ''));
    await arrives('/back');
    expect(pages.posts).toEqual([`${prompt}/finish`]);
  });
});

describe('"Manage devices"', () => {
  test('is the last of the other options, and leads there after the approval', async () => {
    pages.begin({ state: 'waiting', latest: waiting(), methods: everyMethod() });
    const complaints = await pages.visit(prompt);
    await pages.page.locator('summary::-p-text(Other options)').click();
    const last = await pages.page.$('.methods li:last-child button');
    expect(await last?.evaluate(({ textContent }) => textContent)).toContain('Manage devices');
    await last?.click();
    await pages.page.waitForSelector('button[aria-pressed=true]::-p-text(Manage devices)');
    pages.become({ state: 'approved', trust: question(), portal: true });
    await arrives('/elsewhere');
    expect(pages.posts).toEqual([`${prompt}/portal`]);
    expect(complaints).toEqual([]);
  });

  test('says where this way to sign in does not open them, and goes on', async () => {
    pages.begin({ state: 'waiting', latest: waiting(), methods: everyMethod() });
    await pages.visit(prompt);
    await pages.page.locator('summary::-p-text(Other options)').click();
    await pages.press('Manage devices');
    pages.become({ state: 'approved' });
    await pages.page.waitForSelector('[role=alert] ::-p-text(takes a security key)');
    await pages.press('Go on to Campus Portal');
    await arrives('/back');
    expect(pages.posts).toEqual([`${prompt}/finish`]);
  });
});

describe('blocked cookies', () => {
  test('are named where a sign-in seems to be another’s', async () => {
    await pages.visit('/message', async (page) => {
      const session = await page.createCDPSession();
      await session.send('Emulation.setDocumentCookieDisabled', { disabled: true });
    });
    await pages.page.waitForSelector('[role=alert] ::-p-text(blocks the cookies)');
  });

  test('are not blamed where they work, and the probe leaves nothing', async () => {
    await pages.visit('/message');
    await pages.page.waitForSelector('[role=alert] ::-p-text(started in another browser)');
    expect(await pages.page.evaluate(() => document.cookie)).toBe('');
  });

  test('are named by the prompt when the service knows its sign-in no more', async () => {
    pages.begin({});
    pages.refused.set('state', 'transaction_not_yours');
    await pages.visit(prompt, (page) =>
      page.evaluateOnNewDocument(() => {
        Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
      }),
    );
    await pages.page.waitForSelector('[role=alert] ::-p-text(blocks the cookies)');
  });
});
