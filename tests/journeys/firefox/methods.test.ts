import { afterAll } from 'vitest';
import { proofTab } from '../driver/keys.ts';
import { methodJourneys } from '../driver/method-journeys.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';
import { pair, pairMoreOn } from './steps.ts';

let firefox: Firefox;
methodJourneys(async (world, user) => {
  firefox = await openFirefox();
  await pair(firefox, await world.invite(user));
  return {
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
    pairAt: (page) => pairMoreOn(firefox, page),
  };
});
afterAll(() => firefox?.close());
