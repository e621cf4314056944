import { afterAll, beforeAll, expect, it } from 'vitest';
import { commonText, pairingText, setUpText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { beginSetUp, confirmDigits, readDigits, takeLink } from '../../../tools/start/tour-steps.ts';
import { devicesOf, eventsOf, mustClaim, newDevice } from '../../contract/enrolment/set-up.ts';
import type { Chromium } from '../driver/chromium.ts';
import { compareDigits } from '../driver/pairing.ts';
import { press, says } from '../driver/screen.ts';
import { openWorld, type World } from '../driver/world.ts';

let world: World;
let first: Chromium;
let second: Chromium;
beforeAll(async () => {
  world = await openWorld();
  [first, second] = await Promise.all([world.chromium(), world.chromium()]);
});
afterAll(() => world.close());

it('gives an activation code to one browser; the other is told, and the digits differ', async () => {
  const alex = await world.addUser('alex');
  const page = await first.tab(await world.invite(alex));
  await beginSetUp(page);
  const link = await page.$eval(
    '[data-countersign-activation]',
    (mark) => mark.getAttribute('data-countersign-activation') ?? '',
  );
  const popup = await first.toolbar(page);
  await says(popup, pairingText.allow);
  // The thief has the link as well, and is a little faster.
  const thief = await mustClaim(newDevice(world.service), link, 'Thief');
  await press(popup, pairingText.allow);
  await says(popup, pairingText.failed, errors.activation_used.say);
  await says(page, setUpText.contested, 'Thief');
  expect(await readDigits(page)).toBe(thief.digits);
  expect(await eventsOf(world.service, alex, true)).toEqual(['pairing.contested']);

  // The person sees no such digits in the popup, and says so.
  await thief.answer(true);
  await press(page, pairingText.differ);
  await says(page, errors.pairing_refused.say);
  expect(await devicesOf(world.service, alex)).toEqual([]);

  // A new code has new digits.
  await press(page, commonText.startAgain);
  const again = await first.toolbar(page);
  await press(again, commonText.startAgain);
  await takeLink(again);
  const digits = await readDigits(again);
  expect(digits).toBe(await readDigits(page));
  expect(digits).not.toBe(thief.digits);
  await press(again, commonText.cancel);
  await first.closeAll();
});

it('gives an invitation to one of two browsers that confirm at the same time, and tells the other', async () => {
  const sam = await world.addUser('sam');
  const link = await world.invite(sam);
  const sides = await Promise.all(
    [first, second].map(async (browser) => {
      const page = await browser.tab(link);
      return { page, ...(await compareDigits(browser, page)) };
    }),
  );
  const [one, two] = sides;
  expect(one?.onPage).not.toBe(two?.onPage);
  await Promise.all(sides.map(({ popup }) => confirmDigits(popup)));
  await Promise.all(sides.map(({ popup }) => says(popup, pairingText.waitingForPage)));
  await Promise.all(sides.map(({ page }) => confirmDigits(page)));
  const endings = await Promise.all(
    sides.map(({ page }) =>
      Promise.any([
        says(page, pairingText.done).then(() => 'paired'),
        says(page, errors.invitation_used.say).then(() => 'used'),
      ]),
    ),
  );
  expect(endings.toSorted()).toEqual(['paired', 'used']);
  expect(await devicesOf(world.service, sam)).toHaveLength(1);
  expect(await eventsOf(world.service, sam, true)).toContain('invitation.contested');
});
