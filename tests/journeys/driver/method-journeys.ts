import { askingJourneys } from './asking-journeys.ts';
import { browserJourneys } from './browser-journeys.ts';
import { choosingJourneys } from './choosing-journeys.ts';
import { type Pair, useMethodStage } from './method-stage.ts';
import { setUpJourneys } from './set-up-journeys.ts';
import { statusJourneys } from './status-journeys.ts';

/** What somebody with several ways to sign in does with them, in whichever browser. */
export function methodJourneys(pair: Pair): void {
  const stage = useMethodStage(pair);
  choosingJourneys(stage);
  askingJourneys(stage);
  statusJourneys(stage);
  browserJourneys(stage);
  // From here on there is a second account in the browser.
  setUpJourneys(stage);
}
