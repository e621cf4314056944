import type { Page } from 'puppeteer-core';
import { promptText } from '../../components/sentences.ts';
import type { Family } from '../figure.ts';
import { type Journey, withWorld } from '../journey.ts';
import { median } from '../statistics.ts';

const OPENINGS = 30;
/** So that the worker and the service's code are compiled. */
const WARM_UP = 5;
const HOUR = 3_600_000;

/** From the navigation to the service until the request is out and the page says how to answer it. */
export const promptInteractive: Family = {
  figures: { prompt_interactive_ms_p50: { unit: 'ms', target: 200, better: 'lower' } },
  run: () => withWorld(measure),
};

async function measure(journey: Journey) {
  const times: number[] = [];
  for (let count = 0; count < WARM_UP + OPENINGS; count++) times.push(await once(journey));
  return { prompt_interactive_ms_p50: median(times.slice(WARM_UP)) };
}

async function once({ world, chromium, username }: Journey): Promise<number> {
  const page = await chromium.browser.newPage();
  await page.evaluateOnNewDocument(noteWhenShown, promptText.here);
  await page.goto(await world.campus.site.authorizeUrl(username));
  const took = await shownAt(page);
  await page.close();
  // A request that still waits would keep the next from starting by itself.
  await world.service.advance(HOUR);
  return took;
}

async function shownAt(page: Page): Promise<number> {
  const noted = await page.waitForFunction(() => Reflect.get(window, 'shownAt') as number | undefined);
  return Number(await noted.jsonValue());
}

/** Runs in each page before its own scripts: notes when the words are on the screen, on the navigation's clock. */
function noteWhenShown(words: string): void {
  const look = () => {
    if (!document.body?.textContent?.includes(words)) return requestAnimationFrame(look);
    // This frame paints what it found.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => Reflect.set(window, 'shownAt', performance.now());
    return port2.postMessage(null);
  };
  look();
}
