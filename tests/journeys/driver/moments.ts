import type { Chromium } from './chromium.ts';

/** The part of the browser's API that the worker is asked about. */
declare const chrome: {
  alarms: { create(name: string, info: { when: number; periodInMinutes?: number }): Promise<void> };
  commands: { onCommand: { dispatch(name: string): void } };
};

/** What the browser tells the worker in its own time, told now. */
export const moments = (chromium: Chromium) => ({
  /** The worker takes it for so much later, until it is stopped. */
  async later(milliseconds: number): Promise<void> {
    await (await chromium.worker()).evaluate((ahead) => {
      const now = Date.now;
      Date.now = () => now() + ahead;
    }, milliseconds);
  },
  /** An alarm rings; one that rings again and again goes on doing so. */
  async rings(name: string): Promise<void> {
    await (await chromium.worker()).evaluate(async (which) => {
      const when = performance.timeOrigin + performance.now();
      await chrome.alarms.create(which, { when, ...(which === 'poll' && { periodInMinutes: 0.5 }) });
    }, name);
  },
  /** A key of the keyboard that the manifest names. */
  async command(name: string): Promise<void> {
    await (await chromium.worker()).evaluate((which) => chrome.commands.onCommand.dispatch(which), name);
  },
});
