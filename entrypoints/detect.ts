import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { findPrompt, findReport, promptMarks, STILL_OPEN } from '../lib/prompts/prompts.ts';

/** The part of the browser that this script uses. Raw, because a library would cost ten times the script. */
declare const chrome: {
  runtime: {
    sendMessage(message: object): Promise<unknown>;
    onMessage: {
      addListener(
        heard: (message: { name?: string }, sender: unknown, reply: (value: unknown) => void) => void,
      ): void;
    };
  };
};

/** In the isolated world; compared with `true`, because an element's id can put itself under any other name. */
const world = globalThis as { countersign?: unknown };

export default defineUnlistedScript(() => {
  // A page that was open at pairing gets the script by hand and may get it again by registration.
  if (world.countersign === true || window.top !== window) return;
  world.countersign = true;

  let reported = '';
  const report = () => {
    const found = findReport(document);
    const now = JSON.stringify(found);
    if (now === reported) return;
    reported = now;
    if (found) chrome.runtime.sendMessage(found).catch(() => {});
  };

  chrome.runtime.onMessage.addListener((message, _sender, reply) => {
    if (message.name === STILL_OPEN) reply(findPrompt(document));
  });
  new MutationObserver(report).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: promptMarks,
  });
  report();
});
