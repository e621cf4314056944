import { buildStale } from '../build/build.ts';
import { hasDisplay, openBrowser } from './browser.ts';
import type { Plan } from './plan.ts';
import { takeTour } from './tour.ts';

export interface PresentOptions {
  root: string;
  executable: string;
  stopAsked: Promise<void>;
}

/** Opens a window at the sample site or, where there is no display, plays the journey in pictures. Answers whether it went well. */
export async function present(plan: Plan, options: PresentOptions): Promise<boolean> {
  const headless = !hasDisplay();
  const target = headless ? 'test-chrome' : 'chrome';
  await buildStale(options.root, [target]);
  const { browser, extension } = await openBrowser({
    executable: options.executable,
    extension: `${options.root}/.output/${target}-mv3`,
    profile: plan.folder.browser,
    trustedKey: plan.trustedKey,
    headless,
  });
  void options.stopAsked.then(() => browser.close().catch(() => {}));
  if (headless) return takeTour({ plan, browser, extension }).finally(() => browser.close());
  const [page = await browser.newPage()] = await browser.pages();
  await page.goto(plan.site);
  return true;
}
