import { afterAll } from 'vitest';
import { methodJourneys } from '../driver/method-journeys.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';
import { pairedFirefox } from './paired.ts';
import { pair, pairMoreOn } from './steps.ts';

let firefox: Firefox;
methodJourneys(async (world, user) => {
  firefox = await openFirefox();
  await pair(firefox, await world.invite(user));
  return { ...pairedFirefox(firefox), pairAt: (page) => pairMoreOn(firefox, page) };
});
afterAll(() => firefox?.close());
