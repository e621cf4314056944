import type { Page } from 'puppeteer-core';
import { waitsHere } from '../../tools/start/tour-steps.ts';
import type { Family } from '../figure.ts';
import { withWorld } from '../journey.ts';

/** What a page that has nothing to do with a sign-in pays for the extension of a person who is paired. */
export const unrelatedPage: Family = {
  figures: { unrelated_page_bytes: { unit: 'bytes', target: 0, better: 'lower' } },
  run: () =>
    withWorld(async ({ world, chromium, signIn }) => {
      const prompt = await chromium.tab('about:blank');
      const paid = await scriptBytes(prompt, async () => {
        await prompt.goto(signIn);
        await waitsHere(prompt);
      });
      if (paid === 0) throw new Error('The probe does not see the content script where it must be.');
      const other = await chromium.tab('about:blank');
      const unrelated_page_bytes = await scriptBytes(other, async () => {
        await other.goto(world.campus.base, { waitUntil: 'networkidle0' });
      });
      return { unrelated_page_bytes };
    }),
};

/** The size of every script that an extension puts into the page meanwhile. */
async function scriptBytes(page: Page, visit: () => Promise<void>): Promise<number> {
  const session = await page.createCDPSession();
  let bytes = 0;
  session.on('Debugger.scriptParsed', ({ url, length = 0 }) => {
    if (url.startsWith('chrome-extension://')) bytes += length;
  });
  await session.send('Debugger.enable');
  await visit();
  await session.detach();
  return bytes;
}
