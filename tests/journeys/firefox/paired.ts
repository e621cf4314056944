import { proofTab } from '../driver/keys.ts';
import type { PairedBrowser } from '../driver/trusted-journeys.ts';
import type { Firefox } from './open-firefox.ts';

/** Firefox, as the journeys see it that both browsers share. */
export const pairedFirefox = (firefox: Firefox): PairedBrowser => ({
  tab: firefox.tab,
  aside: firefox.containerTab,
  async inPopup(page, job) {
    const popup = await firefox.openPopup();
    await job(popup);
    await popup.close();
    await page.bringToFront();
  },
  options: firefox.options,
  proofTab: (begin) => proofTab(firefox, begin),
  notifications: firefox.notifications,
  closeAll: firefox.closeAll,
});
