import type { Page } from 'puppeteer-core';
import { waitsHere } from '../../tools/start/tour-steps.ts';
import type { Family } from '../figure.ts';
import { type Journey, withWorld } from '../journey.ts';
import { median } from '../statistics.ts';

const OPENINGS = 9;

/** From the press of the toolbar button to the request's card on the screen. */
export const popup: Family = {
  figures: {
    popup_request_painted_ms: { unit: 'ms', target: 150, better: 'lower' },
    popup_request_painted_cold_ms: { unit: 'ms', target: 600, better: 'lower' },
  },
  run: () => withWorld(measure),
};

async function measure(journey: Journey) {
  const { chromium, signIn } = journey;
  const page = await chromium.tab(signIn);
  await waitsHere(page);
  await chromium.notified();
  const open = () => painted(journey, page);
  const popup_request_painted_ms = median(await repeat(OPENINGS, open));
  const cold = await repeat(OPENINGS, async () => {
    await chromium.closePopup();
    await chromium.stopWorker();
    return open();
  });
  return { popup_request_painted_ms, popup_request_painted_cold_ms: median(cold) };
}

async function painted({ chromium }: Journey, page: Page): Promise<number> {
  await chromium.closePopup();
  await page.bringToFront();
  const pressed = Date.now();
  await page.triggerExtensionAction(chromium.extension);
  return (await (await chromium.nextPopup()).evaluate(cardPainted)) - pressed;
}

/** Runs in the popup: when the first part of a card was on the screen, on the computer's clock. */
function cardPainted(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const entries = list.getEntries() as (PerformanceEntry & { element?: Element | null })[];
      const card = entries.find(({ element }) => element?.closest('article'));
      if (card) resolve(performance.timeOrigin + card.startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}

async function repeat<Value>(times: number, job: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for (let count = 0; count < times; count++) values.push(await job());
  return values;
}
