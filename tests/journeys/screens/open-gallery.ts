import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { launch, type Page } from 'puppeteer-core';
import { createServer } from 'vite';
import { findChromium } from '../../../tools/setup/find.mjs';

export type Surface = 'popup' | 'page' | 'options' | 'ceremony';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const executablePath = findChromium() ?? 'no Chromium was found';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The gallery of screens in a real browser, with axe in the page. */
export interface Gallery {
  page: Page;
  /** Goes to one surface and says which screens it has. */
  open(surface: Surface): Promise<string[]>;
  show(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openGallery(): Promise<Gallery> {
  const server = await createServer({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [preact({ prefreshEnabled: false })],
    server: { port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const address = `${server.resolvedUrls?.local[0]}tests/journeys/screens/gallery.html`;
  const browser = await launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  return {
    page,
    async open(surface) {
      await page.goto(`${address}?${surface}`);
      await page.waitForSelector('[data-screens]');
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
    },
  };
}
