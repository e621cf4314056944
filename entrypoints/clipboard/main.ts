import { SECOND } from '../../lib/ports/clock.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';

/**
 * Chromium's worker opens this page where nobody sees it. A copy event is the only way to the clipboard that needs no
 * focus, and nothing is as good as anything to put there.
 */
document.addEventListener('copy', (event) => {
  event.preventDefault();
  event.clipboardData?.setData('text/plain', '');
});
document.execCommand('copy');
// The browser takes the copy in its own time, and drops it with a page that closes at once.
pageClock.after(SECOND, () => window.close());
