import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { inject } from 'vitest';
import { findChromium } from '../../../tools/setup/find.mjs';
import { STARTS_WITHIN } from '../../../tools/start/browser.ts';

export type Surface = 'popup' | 'page' | 'options' | 'ceremony' | 'portal';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const openPlainBrowser = (): Promise<Browser> =>
  launch({
    executablePath: findChromium() ?? 'no Chromium was found',
    headless: true,
    timeout: STARTS_WITHIN,
    args: ['--no-sandbox', '--disable-gpu'],
  });

/** What the page itself offers. */
interface InPage {
  gallery: Pick<Gallery, 'show' | 'readQr'> & { names: string[] };
}

/** The gallery of screens in a real browser. */
export interface Gallery {
  page: Page;
  /** Goes to one surface and says which screens it has. */
  open(surface: Surface): Promise<string[]>;
  show(name: string): Promise<void>;
  /** What the popup reads in a picture, given as a data: URL. */
  readQr(picture: string): Promise<string | null>;
  close(): Promise<void>;
}

export async function openGallery(): Promise<Gallery> {
  const address = inject('gallery');
  const browser = await openPlainBrowser();
  const page = await browser.newPage();
  return {
    page,
    async open(surface) {
      await page.goto(`${address}?${surface}`);
      await page.waitForFunction(() => 'gallery' in window);
      return page.evaluate(() => (window as unknown as InPage).gallery.names);
    },
    show: (name) => page.evaluate((wanted) => (window as unknown as InPage).gallery.show(wanted), name),
    readQr: (picture) =>
      page.evaluate((given) => (window as unknown as InPage).gallery.readQr(given), picture),
    close: () => browser.close(),
  };
}
