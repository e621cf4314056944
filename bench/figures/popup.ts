import type { Page } from 'puppeteer-core';
import { type Stage, withStage } from '../browsers/stage.ts';
import type { Family } from '../figure.ts';
import { median } from '../statistics.ts';

const OPENINGS = 10;

/** From the press of the toolbar button to the request's card on the screen. */
export const popup: Family = {
  figures: {
    popup_request_painted_ms: { unit: 'ms', target: 150, better: 'lower' },
    popup_request_painted_cold_ms: { unit: 'ms', target: 600, better: 'lower' },
  },
  run: () =>
    withStage(async (stage) => {
      await stage.ask();
      await stage.chromium.notified();
      const page = await stage.chromium.tab(stage.world.campus.base);
      return {
        popup_request_painted_ms: await typical(() => openOnce(stage, page)),
        popup_request_painted_cold_ms: await typical(async () => {
          await stage.chromium.stopWorker();
          return openOnce(stage, page);
        }),
      };
    }),
};

async function typical(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  // The first opening also fills the browser's own caches.
  await measure();
  for (let opening = 0; opening < OPENINGS; opening++) times.push(await measure());
  return median(times);
}

async function openOnce({ chromium }: Stage, page: Page): Promise<number> {
  await chromium.closePopup();
  const pressed = performance.timeOrigin + performance.now();
  const opened = await chromium.toolbar(page);
  return (await opened.evaluate(paintedAt)) - pressed;
}

/** Runs in the popup: when something of a card was painted first, by the browser's own account. */
function paintedAt(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const painted = list.getEntries() as (PerformanceEntry & { element?: Element; renderTime: number })[];
      const card = painted.find(({ element }) => element?.closest('article'));
      if (card) resolve(performance.timeOrigin + card.startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}
