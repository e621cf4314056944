import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ceremonyText,
  commonText,
  promptText,
  requestText,
  setUpText,
} from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import { eventsOf } from '../../contract/enrolment/set-up.ts';
import { plugIn } from '../driver/authenticator.ts';
import { pairByInvitation } from '../driver/pairing.ts';
import { openPlainChromium } from '../driver/plain-chromium.ts';
import { press, says } from '../driver/screen.ts';
import { chooseWay, setUpKey, toChoice } from '../driver/set-up.ts';
import { openWorld, type World } from '../driver/world.ts';

let world: World;
let plain: Awaited<ReturnType<typeof openPlainChromium>>;
beforeAll(async () => {
  world = await openWorld();
  plain = await openPlainChromium(world.trust.trustedKey);
});
afterEach(async () => {
  const [first, ...others] = await plain.browser.pages();
  await first?.goto('about:blank');
  await Promise.all(others.map((page) => page.close()));
});
afterAll(async () => {
  await plain.close();
  await world.close();
});

const matters = ceremonyText.matters;
const options = async (page: Page, way: string) => {
  await page.locator(`summary::-p-text(${promptText.otherOptions})`).click();
  await page.locator(`button::-p-text(${way})`).click();
};

/** What the last sign-in was approved with. */
const factor = async () => {
  const { db } = world.service.rooms.floor;
  const found = await db.read
    .selectFrom('transactions')
    .select('factor')
    .where('state', '=', 'finished')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found?.factor;
};

/** An invited person's first sign-in, with this authenticator. */
async function enrol(page: Page, username: string, kind: AuthenticatorKind) {
  const user = await world.addUser(username);
  await world.invite(user, 'inline');
  await page.goto(world.campus.signIn(username));
  await setUpKey(page, kind);
  await says(page, 'Welcome');
  return user;
}

describe('with no extension at all', () => {
  it.each(['platform', 'security_key'] as const)(
    'sets up %s at the first sign-in, and signs in with it, later without a click',
    async (kind) => {
      const page = await plain.tab();
      const authenticator = await plugIn(page, kind);
      const user = await enrol(page, `first-${kind}`, kind);
      expect(await factor()).toBe(kind);
      expect(await authenticator.credentials()).toMatchObject([{ rpId: 'localhost' }]);
      expect(await eventsOf(world.service, user)).toContain('credential.added');

      await page.goto(world.campus.signIn(`first-${kind}`));
      await says(page, 'Welcome');
      expect(await factor()).toBe(kind);
    },
  );

  it('offers this computer only where it can check who is there', async () => {
    const page = await plain.tab();
    await plugIn(page, 'security_key');
    await world.invite(await world.addUser('no-platform'), 'inline');
    await page.goto(world.campus.signIn('no-platform'));
    await toChoice(page);
    await says(page, promptText.noPlatform);
    expect(await page.$('button[aria-disabled=true]::-p-text(Use this computer)')).not.toBeNull();
  });

  it('goes back from one way of set-up to the others', async () => {
    const page = await plain.tab();
    const key = await plugIn(page, 'security_key', { touched: false });
    await world.invite(await world.addUser('undecided'), 'inline');
    await page.goto(world.campus.signIn('undecided'));
    await toChoice(page);
    await chooseWay(page, 'push');
    await says(page, setUpText.open);
    await press(page, setUpText.anotherWay);
    await chooseWay(page, 'security_key');
    await says(page, ceremonyText.asking);
    await press(page, setUpText.anotherWay);
    await key.touched(true);
    await chooseWay(page, 'security_key');
    await says(page, ceremonyText.added.security_key);
  });
});

describe('what goes wrong is said, and nothing starts again by itself', () => {
  it('a key that is not registered', async () => {
    const page = await plain.tab();
    const key = await plugIn(page, 'security_key');
    await enrol(page, 'other-key', 'security_key');
    await key.unplug();
    const other = await plugIn(page, 'security_key');
    await page.goto(world.campus.signIn('other-key'));
    await says(page, matters.use_security_key.title);
    await page.locator('button.main').click();
    await says(page, errors.ceremony_cancelled.say);
    expect(await other.credentials()).toEqual([]);
  });

  it('a computer that does not recognise the person', async () => {
    const page = await plain.tab();
    const computer = await plugIn(page, 'platform');
    await enrol(page, 'somebody-else', 'platform');
    await computer.verifies(false);
    await page.goto(world.campus.signIn('somebody-else'));
    await says(page, matters.use_platform.title);
    await page.locator('button.main').click();
    await says(page, errors.ceremony_cancelled.say);
    await computer.verifies(true);
    await press(page, commonText.tryAgain);
    await says(page, 'Welcome');
  });

  it('an answer without the check that the service requires', async () => {
    const page = await plain.tab();
    await plugIn(page, 'platform');
    await enrol(page, 'unchecked', 'platform');
    // A browser that asks for less than it was told.
    const script = await page.evaluateOnNewDocument(() => {
      const real = navigator.credentials.get.bind(navigator.credentials);
      navigator.credentials.get = (asked) =>
        real({ ...asked, publicKey: { ...asked?.publicKey, userVerification: 'discouraged' } as never });
    });
    await page.goto(world.campus.signIn('unchecked'));
    await says(page, errors.user_verification_missing.say);
    expect(await page.title()).toBe(`${promptText.titles.failed} · Campus Portal`);
    await page.removeScriptToEvaluateOnNewDocument(script.identifier);
  });
});

describe('beside a paired browser', () => {
  it('other options lead from the key to the push and back, one at a time', async () => {
    const chromium = await world.chromium();
    const page = await chromium.tab('about:blank');
    const key = await plugIn(page, 'security_key');
    const user = await enrol(page, 'both', 'security_key');
    await pairByInvitation(chromium, await world.invite(user));
    await key.touched(false);

    await page.bringToFront();
    await page.goto(world.campus.signIn('both'));
    await says(page, matters.use_security_key.title, ceremonyText.asking);
    await options(page, promptText.methods.push);
    await says(page, promptText.here);
    expect(await world.push()).toMatchObject({ state: 'pending', kind: 'here' });

    await key.touched(true);
    await options(page, promptText.methods.security_key);
    await says(page, 'Welcome');
    expect(await world.push()).toMatchObject({ state: 'withdrawn' });
    expect(await factor()).toBe('security_key');

    await key.touched(false);
    await page.goto(world.campus.signIn('both'));
    await options(page, promptText.methods.push);
    await says(page, promptText.here);
    const popup = await chromium.toolbar(page);
    await press(popup, requestText.approveLabel('Campus Portal'));
    await says(page, 'Welcome');
    expect(await factor()).toBe('push');
  });
});
