import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { promptText, requestText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { eventsOf } from '../../contract/enrolment/set-up.ts';
import type { Chromium } from '../driver/chromium.ts';
import { digitsOn, press, says, text, typeNumber } from '../driver/screen.ts';
import { openWorld, type World } from '../driver/world.ts';
import { openRelay } from './relay.ts';

const HOUR = 3_600_000;

let world: World;
let alex: UserId;
let victim: Chromium;
let relay: Awaited<ReturnType<typeof openRelay>>;
beforeAll(async () => {
  world = await openWorld();
  alex = await world.addUser('alex');
  victim = await world.paired(alex);
});
beforeEach(async () => {
  relay = await openRelay({ service: world.service.origin, site: world.campus.base }, world.trust);
});
afterEach(async () => {
  await victim.closeAll();
  await relay.close();
  await world.service.setPolicy({ elsewhere: 'number' });
  await world.service.advance(HOUR);
});
afterAll(() => world.close());

const lure = () => victim.tab(`${relay.base}/sign-in?user=alex`);
const serviceHost = () => new URL(world.service.origin).host;

it('gets nothing through a relay where policy refuses sign-ins from elsewhere', async () => {
  await world.service.setPolicy({ elsewhere: 'refuse' });
  const page = await lure();
  await says(page, promptText.onlyHere);
  expect(new URL(page.url()).host).toBe(relay.host);
  const popup = await victim.toolbar(page);
  await says(popup, requestText.elsewhere, errors.elsewhere_refused.say, relay.host, serviceHost());
  expect(await popup.$$('button.main, input')).toEqual([]);

  // Not even an approval that the card does not offer: the deciding statement refuses it, and the page says why.
  const [device, push] = (await victim.notified()).split('/');
  const reply = await victim.ask(popup, 'push.approve', { device, push });
  expect(reply).toEqual({ ok: false, error: 'elsewhere_refused' });
  await says(page, errors.elsewhere_refused.say);
  expect(await world.push()).toMatchObject({ state: 'pending', kind: 'elsewhere' });
  expect(await eventsOf(world.service, alex)).not.toContain('push.approved');
  expect(relay.loot).toEqual([]);
});

it('shows the relay’s host beside the service’s, on a card opened by the toolbar button', async () => {
  const page = await lure();
  await says(page, promptText.elsewhere);
  const popup = await victim.toolbar(page);
  await says(popup, requestText.elsewhere, requestText.service, serviceHost());
  await says(popup, requestText.tab, relay.host, requestText.otherTab(relay.host));
  // Whoever types the number all the same lets the relay in: numbers do not stop it, and the page on threats says so.
  await typeNumber(popup, await digitsOn(page));
  await says(page, 'Welcome');
  expect(relay.loot).toHaveLength(1);
});

it('offers no number field on a card that was opened in any other way', async () => {
  const page = await lure();
  await says(page, promptText.elsewhere);
  const id = await victim.notified();

  const byItself = await victim.popupByItself(page);
  await says(byItself, requestText.fromToolbar, requestText.unseenTab);
  expect(await byItself.$$('button.main, input')).toEqual([]);

  await victim.closePopup();
  await victim.settled(id);
  await page.bringToFront();
  await victim.clickNotification(id, 0);
  const byNotification = await victim.nextPopup();
  await says(byNotification, requestText.fromToolbar, requestText.unseenTab);
  expect(await byNotification.$$('button.main, input')).toEqual([]);
  expect(await text(byNotification)).not.toContain(requestText.numberHint(6));
  expect(await world.push()).toMatchObject({ state: 'pending' });

  await press(byNotification, requestText.notMe);
  await press(byNotification, requestText.fraud);
  await says(page, promptText.fraud);
  expect(relay.loot).toEqual([]);
});
