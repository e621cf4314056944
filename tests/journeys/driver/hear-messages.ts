/**
 * Tells the test every answer and every broadcast that reaches one of the extension's own pages. Runs in the page,
 * where nothing of this file but the function itself exists.
 */
export function hearMessages(base: string): void {
  const page = globalThis as unknown as {
    chrome: { runtime: Runtime };
    browser?: { runtime: Runtime };
    countersignHeard?: (text: string) => void;
    heardOf?: boolean;
  };
  interface Runtime {
    sendMessage(...parts: unknown[]): unknown;
    onMessage: { addListener(heard: (message: unknown) => void): void };
  }
  if (!location.href.startsWith(base) || page.heardOf) return;
  page.heardOf = true;
  const tell = (message: unknown) => page.countersignHeard?.(JSON.stringify(message) ?? '');

  for (const runtime of new Set([page.chrome.runtime, page.browser?.runtime])) {
    if (runtime === undefined) continue;
    const real = runtime.sendMessage.bind(runtime);
    runtime.sendMessage = (...parts) => {
      const answered = parts.at(-1);
      if (typeof answered === 'function')
        parts[parts.length - 1] = (reply: unknown) => {
          tell(reply);
          answered(reply);
        };
      const sent = real(...parts);
      if (sent instanceof Promise) void sent.then(tell, () => undefined);
      return sent;
    };
  }
  page.chrome.runtime.onMessage.addListener((message) => {
    // Our pages hear each other's questions as well; those are not answers.
    if (typeof message !== 'object' || message === null || !('timestamp' in message)) tell(message);
  });
}
