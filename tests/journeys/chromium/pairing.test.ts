import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  commonText,
  pairingText,
  popupText,
  promptText,
  requestText,
  setUpText,
} from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { confirmDigits } from '../../../tools/start/tour-steps.ts';
import { devicesOf, eventsOf, invitationsOf } from '../../contract/enrolment/set-up.ts';
import { closePairing, compareDigits } from '../driver/pairing.ts';
import { press, says } from '../driver/screen.ts';
import { skipAnother, toChoice } from '../driver/set-up.ts';
import { openWorld, type World } from '../driver/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('pairs from an invitation’s link, by six digits that both sides confirm', async () => {
  const { service } = world;
  const sam = await world.addUser('sam');
  const chromium = await world.chromium();
  const page = await chromium.tab(await world.invite(sam));
  const { popup, inPopup, onPage } = await compareDigits(chromium, page);
  expect(inPopup).toMatch(/^\d{6}$/);
  expect(onPage).toBe(inPopup);
  await says(popup, new URL(service.origin).host, 'sam');

  await confirmDigits(popup);
  await says(popup, pairingText.waitingForPage);
  await says(page, setUpText.otherConfirmed);
  expect(await devicesOf(service, sam)).toHaveLength(0);
  await confirmDigits(page);

  await says(page, pairingText.done);
  await closePairing(chromium, page);
  expect(await devicesOf(service, sam)).toHaveLength(1);
  expect((await invitationsOf(service, sam))[0]?.used_at).not.toBeNull();
  expect(await eventsOf(service, sam)).toContain('device.added');
});

it('pairs at the prompt after the password, and goes on to the first sign-in', async () => {
  const { service, campus } = world;
  const alex = await world.addUser('alex');
  await world.invite(alex, 'inline');
  const chromium = await world.chromium();
  const page = await chromium.tab(campus.signIn('alex'));
  await toChoice(page);
  const { popup, inPopup, onPage } = await compareDigits(chromium, page);
  expect(onPage).toBe(inPopup);
  await confirmDigits(page);
  await says(page, setUpText.waitingForBrowser);
  expect(popup.isClosed()).toBe(true);
  const again = await chromium.toolbar(page);
  await confirmDigits(again);
  await says(page, promptText.here);
  expect(await devicesOf(service, alex)).toHaveLength(1);
  await press(again, requestText.approveLabel('Campus Portal'));
  await skipAnother(page);
  await says(page, 'Welcome');
});

for (const side of ['popup', 'page'] as const) {
  it(`pairs nothing when the digits do not match, said in the ${side}`, async () => {
    const { service } = world;
    const user = await world.addUser(`nobody-${side}`);
    const chromium = await world.chromium();
    const page = await chromium.tab(await world.invite(user));
    const { popup } = await compareDigits(chromium, page);
    if (side === 'popup') {
      await press(popup, pairingText.differ);
    } else {
      await confirmDigits(popup);
      await says(popup, pairingText.waitingForPage);
      await press(page, pairingText.differ);
    }
    await says(page, pairingText.failed, errors.pairing_refused.say);
    const told = await chromium.toolbar(page);
    await says(told, pairingText.failed, errors.pairing_refused.say);
    expect(await devicesOf(service, user)).toHaveLength(0);
    // The operator's list; the owner's own browsers, had they any, show the same as a notice.
    expect(await eventsOf(service, user, true)).toEqual(['pairing.mismatch']);
    expect(service.log).toContainEqual(expect.objectContaining({ alert: 'pairing.mismatch', user }));

    await press(told, commonText.startAgain);
    await says(told, popupText.unpaired);
    await chromium.close();
  });
}

it('tells the owner’s other browser that a pairing was stopped', async () => {
  const { service } = world;
  const user = await world.addUser('owner');
  const [first, second] = [await world.paired(user), await world.chromium()];
  const page = await second.tab(await world.invite(user));
  const { popup } = await compareDigits(second, page);
  await press(popup, pairingText.differ);
  await says(page, pairingText.failed);
  const owner = await first.toolbar(await first.tab('about:blank'));
  await says(owner, popupText.notice.pairing_mismatch());
  expect(await devicesOf(service, user)).toHaveLength(1);
  expect(await first.badge()).toBe('!');
});
