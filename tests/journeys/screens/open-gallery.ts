import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { createServer } from 'vite';
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

/** The gallery of screens in a real browser, with axe in the page. */
export interface Gallery {
  page: Page;
  /** Goes to one surface and says which screens it has. */
  open(surface: Surface): Promise<string[]>;
  show(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openGallery(): Promise<Gallery> {
  // Of its own, because several galleries are open at once.
  const cacheDir = mkdtempSync(join(tmpdir(), 'countersign-gallery-'));
  const server = await createServer({
    configFile: false,
    root,
    cacheDir,
    logLevel: 'error',
    plugins: [preact({ prefreshEnabled: false })],
    server: { port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const address = `${server.resolvedUrls?.local[0]}tests/journeys/screens/gallery.html`;
  const browser = await openPlainBrowser();
  const page = await browser.newPage();
  return {
    page,
    async open(surface) {
      // The first page of all waits until the server has put its modules together.
      const patience = { timeout: STARTS_WITHIN };
      await page.goto(`${address}?${surface}`, patience);
      await page.waitForSelector('[data-screens]', patience);
      await page.addScriptTag({ path: axe });
      return page.$eval('[data-screens]', (all) => all.getAttribute('data-screens')?.split(' ') ?? []);
    },
    async show(name) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, name);
      await page.waitForSelector(`[data-shown="${name}"]`);
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(cacheDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
