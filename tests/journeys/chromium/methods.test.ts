import { proofTab } from '../driver/keys.ts';
import { methodJourneys } from '../driver/method-journeys.ts';
import { pairOn } from '../driver/pairing.ts';

methodJourneys(async (world, user) => {
  const chromium = await world.paired(user);
  return {
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
    pairAt: (page) => pairOn(chromium, page),
  };
});
