import { trustedJourneys } from '../driver/trusted-journeys.ts';
import { pairedChromium } from './paired.ts';

trustedJourneys(async (world, user) => pairedChromium(await world.paired(user)));
