import { mkdir, readFile } from 'node:fs/promises';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../../lib/protocol/routes.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { axe, openPlainBrowser, root } from './open-gallery.ts';

/** The help page as the service serves it, in a browser that runs no scripts: only axe needs them. */
const pictures = `${root}.output/screens`;
const words = 'Room 12, weekdays 8 to 16, extension 4400.';

let service: TestService;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  service = await startTestService();
  browser = await openPlainBrowser();
  page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
});

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const visit = (anchor = '') => page.goto(service.base + routes.help + anchor);

async function violations(): Promise<string[]> {
  await page.setJavaScriptEnabled(true);
  await visit();
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

test('says how to reach the help desk, or that nobody wrote it', async () => {
  const isSeen = async (what: string) => (await page.$(what))?.isVisible();
  await visit();
  expect(await Promise.all(['.words', '.no-words'].map(isSeen))).toEqual([false, true]);
  await service.setPolicy({ helpDesk: words });
  await visit();
  expect(await Promise.all(['.words', '.no-words'].map(isSeen))).toEqual([true, false]);
});

test.each(['light', 'dark'] as const)('has no axe violation and fits, in %s', async (scheme) => {
  await service.setPolicy({ helpDesk: words });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  expect(await violations()).toEqual([]);
  await page.setJavaScriptEnabled(false);
  for (const width of [320, 1024]) {
    await page.setViewport({ width, height: 640 });
    await visit();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.screenshot({ path: `${pictures}/help-${scheme}-${width}.png`, optimizeForSpeed: true });
  }
});

test('is read by keyboard alone, and opens at the question that its address names', async () => {
  await page.setViewport({ width: 1024, height: 640 });
  await visit();
  // Past the two links to what is urgent, to the first of the contents.
  for (let tab = 0; tab < 3; tab++) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('What this is');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h2#start:target');

  await visit('#locked-out');
  await page.waitForSelector('h3#locked-out:target');
  const top = await page.$eval('#locked-out', (question) => question.getBoundingClientRect().top);
  expect(top).toBeLessThan(60);
});
