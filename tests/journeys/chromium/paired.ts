import type { Chromium } from '../driver/chromium.ts';
import { proofTab } from '../driver/keys.ts';
import type { PairedBrowser } from '../driver/trusted-journeys.ts';

/** Chromium, as the journeys see it that both browsers share. */
export const pairedChromium = (chromium: Chromium): PairedBrowser => ({
  tab: chromium.tab,
  aside: chromium.privateTab,
  async inPopup(page, job) {
    await job(await chromium.toolbar(page));
    await chromium.closePopup();
  },
  options: (section) => chromium.tab(`${chromium.base}options.html#${section}`),
  proofTab: (begin) => proofTab(chromium, begin),
  notifications: chromium.notifications,
  closeAll: chromium.closeAll,
});
