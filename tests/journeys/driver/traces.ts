import type { CDPSession, Page, Target } from 'puppeteer-core';
import type { Chromium } from './chromium.ts';
import { everythingKept } from './everything-kept.ts';
import { hearMessages } from './hear-messages.ts';
import { contains, type Marked } from './marked.ts';

/** A place where something may have been left, and what stands there. */
interface Trace {
  place: string;
  text: string;
}

/** Everything a page shows or holds in its fields; nothing while it is on its way to another. */
const shownOn = (page: Page): Promise<string> =>
  page
    .evaluate(() => {
      const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
      return [document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join('\n');
    })
    .catch(() => '');

/**
 * Listens to all that a browser says from now on: its consoles, and what our own pages are answered or told.
 * What they ask is not listened to: secrets may go in. `log`: what the service has logged by the time of asking.
 */
export async function watchTraces(chromium: Chromium, log: readonly object[] = []) {
  const { browser, base } = chromium;
  const heard: Trace[] = [];

  async function listen(target: Target): Promise<void> {
    const session = await target.createCDPSession();
    session.on('Runtime.consoleAPICalled', ({ args }) => {
      heard.push({ place: `the console of ${target.url()}`, text: JSON.stringify(args) });
    });
    session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
      heard.push({ place: `an error of ${target.url()}`, text: JSON.stringify(exceptionDetails) });
    });
    session.on('Runtime.bindingCalled', ({ payload }) => {
      heard.push({ place: `what was told to ${target.url()}`, text: payload });
    });
    await session.send('Runtime.enable');
    if (target.type() !== 'service_worker') await hear(session);
  }

  /** From the next page that this tab loads, and on the one that it shows. */
  async function hear(session: CDPSession): Promise<void> {
    const source = `(${hearMessages})(${JSON.stringify(base)})`;
    await session.send('Runtime.addBinding', { name: 'countersignHeard' });
    await session.send('Page.enable');
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source });
    await session.send('Runtime.evaluate', { expression: source });
  }

  // The popup is neither a page nor anything else that has a name.
  const isOurs = (target: Target) => ['page', 'other', 'service_worker'].includes(target.type());
  // A target that is gone before it was listened to has nothing more to say.
  const follow = (target: Target) => (isOurs(target) ? listen(target).catch(() => undefined) : undefined);
  browser.on('targetcreated', (target) => void follow(target));
  await Promise.all(browser.targets().map(follow));

  async function traces(): Promise<Trace[]> {
    const kept = await (await chromium.worker()).evaluate(everythingKept);
    const pages = await browser.pages();
    const shown = pages.map(async (page) => ({ place: `the page ${page.url()}`, text: await shownOn(page) }));
    return [
      ...heard,
      { place: 'what is kept', text: kept },
      { place: 'the service’s log', text: JSON.stringify(log) },
      ...(await Promise.all(shown)),
    ];
  }

  return {
    /** How much was heard: a test that heard nothing proves nothing. */
    count: () => heard.length,
    /** Where any of these stands. */
    async leaks(marked: readonly Marked[]): Promise<string[]> {
      const found = await traces();
      return marked.flatMap((one) =>
        found.filter(({ text }) => contains(text, one)).map(({ place }) => `${one.name} in ${place}`),
      );
    },
  };
}

export type Traces = Awaited<ReturnType<typeof watchTraces>>;
