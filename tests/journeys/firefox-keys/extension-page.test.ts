import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ceremonyText,
  keysText,
  pairingText,
  popupText,
  promptText,
  requestText,
  setUpText,
  stepUpText,
} from '../../../components/sentences.ts';
import { pageMarks } from '../../../lib/protocol/marks.ts';
import { eventsOf } from '../../contract/enrolment/set-up.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';

let world: World;
let firefox: Firefox;
beforeAll(async () => {
  world = await openWorld();
  firefox = await openFirefox();
});
afterAll(async () => {
  await firefox?.close();
  await world?.close();
});

/** From the invitation's link to a paired Firefox. */
async function pair(link: string): Promise<void> {
  const setUp = await firefox.tab();
  await firefox.goTo(link);
  await firefox.press(setUpText.setUp);
  await firefox.says(setUpText.open);
  const activation = await firefox.read(
    'return document.querySelector(arguments[0]).getAttribute(arguments[1]);',
    [`[${pageMarks.activation}]`, pageMarks.activation],
  );
  const popup = await firefox.newTab();
  await firefox.extensionPage('popup.html');
  await firefox.press(popupText.pair);
  await firefox.press(pairingText.paste);
  await firefox.type('#activation-link', String(activation));
  await firefox.press(pairingText.go);
  await firefox.press(pairingText.allow);
  await firefox.press(pairingText.match);
  await firefox.switchTo(setUp);
  await firefox.press(pairingText.match);
  await firefox.says(pairingText.done);
  await firefox.switchTo(popup);
  await firefox.press(pairingText.close);
}

/** The tab that something opens. */
async function tabOpenedBy(work: () => Promise<void>): Promise<string> {
  const before = await firefox.tabs();
  await work();
  const [opened = ''] = await until(
    async () => (await firefox.tabs()).filter((one) => !before.includes(one)),
    ({ length }) => length === 1,
  );
  return opened;
}

/** Options → step-up, approved in the popup → the ceremony in the extension's own page. */
async function addKey(popup: string): Promise<void> {
  await firefox.newTab();
  await firefox.extensionPage('options.html');
  const tab = await tabOpenedBy(() => firefox.press(keysText.add.security_key));
  await firefox.switchTo(tab);
  await firefox.says(stepUpText.title, promptText.here);
  await firefox.switchTo(popup);
  await firefox.press(requestText.approve);
  await firefox.switchTo(tab);
  await firefox.says('was added');
  expect(await firefox.address()).toMatch(/^moz-extension:.+\/ceremony\.html/);
}

/** With a press where Firefox does not take this tab for the one in front: then nothing begins by itself. */
async function signedIn(): Promise<void> {
  const { use } = ceremonyText.matters.use_platform;
  await until(async () => {
    const shown = await firefox.text();
    if (shown.includes(use)) await firefox.tryToPress(use);
    return shown.includes('Welcome');
  });
}

it('adds an authenticator in the extension’s own page, signs in with it, and confirms approvals with it', async () => {
  const authenticator = await firefox.plugIn('internal');
  const user = await world.addUser('sam');
  await pair(await world.invite(user));
  const popup = await firefox.tab();
  await addKey(popup);
  // Firefox's authenticator of software answers to "security key" only, and is then of the kind that it is.
  const { db } = world.service.rooms.floor;
  const credentials = db.read.selectFrom('credentials').select(['user_id', 'kind']);
  expect(await credentials.execute()).toEqual([{ user_id: user, kind: 'platform' }]);

  const site = await firefox.newTab();
  await firefox.goTo(world.campus.signIn('sam'));
  // What worked last is the push.
  await firefox.press(promptText.otherOptions, 'summary');
  await firefox.press(promptText.methods.platform);
  await signedIn();

  await world.service.setPolicy({ browserApproval: 'user_verification' });
  await authenticator.verifies(false);
  await firefox.goTo(world.campus.signIn('sam'));
  await firefox.press(promptText.otherOptions, 'summary');
  await firefox.press(promptText.methods.push);
  await firefox.says(promptText.here);
  await authenticator.verifies(true);
  await firefox.switchTo(popup);
  const ceremony = await tabOpenedBy(() => firefox.press(requestText.approve));
  // The tab of the ceremony goes as it came.
  await until(firefox.tabs, (tabs) => !tabs.includes(ceremony));
  await firefox.switchTo(site);
  await firefox.says('Welcome');
  const events = await eventsOf(world.service, user);
  expect(events.filter((event) => event === 'push.approved')).toHaveLength(2);
});
