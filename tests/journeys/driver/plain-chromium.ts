import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type Page } from 'puppeteer-core';
import { findChromium } from '../../../tools/setup/find.mjs';
import { STARTS_WITHIN } from '../../../tools/start/browser.ts';

/** A profile whose owner lets no site keep cookies. */
export function blockCookies(profile: string): void {
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(settings));
}

/** A Chromium without the extension. */
export async function openPlainChromium(trustedKey: string, profile?: string) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium; see README.md.');
  const browser = await launch({
    executablePath,
    headless: true,
    timeout: STARTS_WITHIN,
    ...(profile && { userDataDir: profile }),
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
