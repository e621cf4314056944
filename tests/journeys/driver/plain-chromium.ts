import { launch, type Page } from 'puppeteer-core';
import { findChromium } from '../../../tools/setup/find.mjs';

/** A Chromium without the extension. */
export async function openPlainChromium(trustedKey: string) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium; see README.md.');
  const browser = await launch({
    executablePath,
    headless: true,
    args: [
      `--ignore-certificate-errors-spki-list=${trustedKey}`,
      '--disable-gpu',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  return {
    browser,
    /** A new tab, in front, on an empty page. */
    async tab(): Promise<Page> {
      const page = await browser.newPage();
      await page.bringToFront();
      return page;
    },
    close: () => browser.close(),
  };
}
