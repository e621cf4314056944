import { methodJourneys } from '../driver/method-journeys.ts';
import { pairOn } from '../driver/pairing.ts';
import { pairedChromium } from './paired.ts';

methodJourneys(async (world, user) => {
  const chromium = await world.paired(user);
  return { ...pairedChromium(chromium), pairAt: (page) => pairOn(chromium, page) };
});
