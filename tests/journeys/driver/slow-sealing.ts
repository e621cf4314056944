import type { Chromium } from './chromium.ts';
import { until } from './until.ts';

/** Lets the worker seal so many things and no more, until it may go on. */
export async function slowSealing(chromium: Chromium) {
  const worker = await chromium.worker();
  await worker.evaluate(() => {
    const real = crypto.subtle.encrypt.bind(crypto.subtle);
    const waiting: (() => void)[] = [];
    const gate = { allowed: 0, taken: 0, waiting };
    Reflect.set(globalThis, 'gate', gate);
    crypto.subtle.encrypt = async (...parts) => {
      gate.taken += 1;
      while (gate.taken > gate.allowed) await new Promise<void>((resolve) => waiting.push(resolve));
      return real(...parts);
    };
  });
  const allow = (count: number) =>
    worker.evaluate((more) => {
      const gate = Reflect.get(globalThis, 'gate') as { allowed: number; waiting: (() => void)[] };
      gate.allowed = more;
      for (const resume of gate.waiting.splice(0)) resume();
    }, count);
  return {
    allow,
    goOn: () => allow(Number.MAX_SAFE_INTEGER),
    /** Something waits to be sealed. */
    held: () => until(() => worker.evaluate(() => Reflect.get(globalThis, 'gate').waiting.length > 0)),
  };
}
