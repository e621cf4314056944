/** No name that anything else here uses. */
const PROBE = 'countersign-probe=1';

/** Whether this browser keeps no cookies of this page: it says so itself, or one that was just set cannot be read. */
function cookiesBlocked(): boolean {
  try {
    if (!navigator.cookieEnabled) return true;
    write(`${PROBE}; Path=/; SameSite=Lax; Max-Age=10`);
    const isKept = document.cookie.includes(PROBE);
    write(`${PROBE}; Path=/; SameSite=Lax; Max-Age=0`);
    return !isKept;
  } catch {
    // A page that may not even ask.
    return true;
  }
}

function write(cookie: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the newer interface is not in every browser, and this is to be tried.
  document.cookie = cookie;
}

/** What really stands behind a refusal's code: without its cookie, a sign-in belongs to nobody. */
export const behindRefusal = (code: string): string =>
  code === 'transaction_not_yours' && cookiesBlocked() ? 'cookies_blocked' : code;
