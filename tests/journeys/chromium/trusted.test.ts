import { proofTab } from '../driver/keys.ts';
import { trustedJourneys } from '../driver/trusted-journeys.ts';

trustedJourneys(async (world, user) => {
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
  };
});
