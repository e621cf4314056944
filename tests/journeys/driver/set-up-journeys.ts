import { expect, it } from 'vitest';
import { deviceText, promptText, setUpText } from '../../../components/sentences.ts';
import { devicesOf } from '../../contract/enrolment/set-up.ts';
import type { MethodStage } from './method-stage.ts';
import { press, says } from './screen.ts';
import { skipAnother } from './set-up.ts';
import { aMonth, answer, passes, trustOf } from './trusted.ts';

/** An invited person's first sign-in, from the first page to the site (§5.11). */
export function setUpJourneys(stage: MethodStage): void {
  it('shows why, pairs the browser, practises, offers another way and asks whose browser it is', async () => {
    const { world, browser, page, approve } = stage;
    await world.service.setPolicy(aMonth);
    const robin = await world.addUser('robin');
    await world.invite(robin, 'inline');
    const signIn = world.campus.signIn('robin');
    await page.goto(signIn);
    for (const { title } of setUpText.whys) {
      await says(page, title('Campus Portal'));
      await press(page, setUpText.next);
    }
    await says(page, setUpText.chooseTitle);
    await browser.pairAt(page);

    await says(page, setUpText.practice, promptText.here);
    expect(await devicesOf(world.service, robin)).toHaveLength(1);
    await approve();
    await skipAnother(page);
    await answer(page, deviceText.yes);
    await passes(page, signIn, trustOf(world, robin));
  });
}
