import puppeteer, { type Page } from 'puppeteer-core';
import { findFirefox } from '../../../tools/setup/find.mjs';
import { STARTS_WITHIN } from '../../../tools/start/browser.ts';

/** Firefox without the extension, in a profile that is kept, of which every window is a private one. */
export async function openPrivateFirefox(profile: string) {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('No Firefox was found. Name one with COUNTERSIGN_FIREFOX=<path>.');
  const firefox = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    timeout: STARTS_WITHIN,
    acceptInsecureCerts: true,
    userDataDir: profile,
    extraPrefsFirefox: { 'browser.privatebrowsing.autostart': true },
  });
  return {
    tab: (): Promise<Page> => firefox.newPage(),
    close: () => firefox.close(),
  };
}
