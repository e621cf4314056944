import { findPrompt, findReport, markPrivate, STILL_OPEN, watchedMarks } from '../lib/prompts/prompts.ts';

/** The part of the browser that this script uses. Raw, because a library would cost ten times the script. */
declare const chrome: {
  extension: { inIncognitoContext: boolean };
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

function main(): void {
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
  const isPrivate = chrome.extension.inIncognitoContext;
  // Nothing is told of a private window: the page alone hears that it is in one.
  const look = isPrivate ? () => markPrivate(document) : report;

  if (!isPrivate)
    chrome.runtime.onMessage.addListener((message, _sender, reply) => {
      if (message.name === STILL_OPEN) reply(findPrompt(document));
    });
  // It runs before the page's first element, so that a trusted browser's sign-in waits for nothing.
  new MutationObserver(look).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: watchedMarks,
  });
  look();
}

/** What WXT's `defineUnlistedScript` would give, which weighs on every page. */
export default { main };
