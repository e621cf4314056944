import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ceremonyText,
  commonText,
  keysText,
  optionsText,
  popupText,
  promptText,
  requestText,
} from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import { defaultPolicy } from '../../../service/policies/policy.ts';
import { plugIn } from '../driver/authenticator.ts';
import type { Chromium } from '../driver/chromium.ts';
import {
  finish,
  finishLate,
  type Held,
  openKeys,
  plugInAgain,
  pressMain,
  proofTab,
  prove,
  register,
} from '../driver/keys.ts';
import { chooseOther } from '../driver/methods.ts';
import { press, says, text } from '../driver/screen.ts';
import { until } from '../driver/until.ts';
import { openWorld, type World } from '../driver/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const username = 'alex';
const names = { platform: 'Chrome on Linux', security_key: 'Security key' } as const;

let world: World;
let chromium: Chromium;
let options: Page;

beforeAll(async () => {
  world = await openWorld();
  chromium = await world.paired(await world.addUser(username));
});
beforeEach(async () => {
  options = await openKeys(chromium);
});
/** Each test finds a person without a key, of whom no proof is fresh, and a browser that is at nothing. */
afterEach(async () => {
  await chromium.ask(options, 'change.dismiss', {});
  await chromium.closeAll();
  await world.service.rooms.floor.db.write((tx) => tx.query.deleteFrom('credentials').execute());
  await world.service.setPolicy(defaultPolicy);
  await world.service.advance(HOUR);
});
afterAll(() => world.close());

const rows = () =>
  options.$$eval('#security-keys article .list strong', (all) => all.map((one) => one.textContent));
const listed = (...wanted: string[]) =>
  until(rows, (found) => JSON.stringify(found) === JSON.stringify(wanted));

/** A sign-in at the site, in a tab into which the same authenticator is plugged. What worked last is the push. */
async function signIn(authenticator: {
  kind: AuthenticatorKind;
  held: Held;
  touched?: boolean;
}): Promise<Page> {
  const page = await chromium.tab('about:blank');
  await plugInAgain(page, authenticator);
  await page.goto(world.campus.signIn(username));
  await chooseOther(page, promptText.methods[authenticator.kind]);
  return page;
}

/** Signs in at the prompt of a proof, with a press where the browser wants one. */
async function useKey(prompt: Page, held: Held): Promise<void> {
  await plugInAgain(prompt, { kind: 'security_key', held });
  const isOver = () => prompt.isClosed() || !/\/prompt\/[^/]+$/.test(prompt.url());
  await until(async () => isOver() || pressMain(prompt));
}

describe('from the options page', () => {
  it.each(['platform', 'security_key'] as const)('registers a %s, and signs in with it', async (kind) => {
    await says(options, keysText.none);
    const { tab, held } = await register(chromium, options, kind);
    expect(tab.url()).toMatch(`${chromium.base}ceremony.html#`);
    expect(held).toMatchObject([{ rpId: 'localhost' }]);
    await tab.close();
    await options.bringToFront();
    await listed(names[kind]);
    await says(options, keysText.done.add, keysText.unused);

    const page = await signIn({ kind, held });
    await says(page, 'Welcome');
    await page.close();
    await options.bringToFront();
    await options.reload();
    await until(
      () => text(options),
      (words) => !words.includes(keysText.unused),
    );
  });

  it('registers a second one without another proof, as long as the first is fresh', async () => {
    const first = await register(chromium, options, 'security_key');
    await first.tab.close();
    await options.bringToFront();
    const opened = chromium.browser.waitForTarget((target) => target.url().includes('ceremony.html#'));
    await press(options, keysText.add.platform);
    const tab = await (await opened).page();
    if (!tab) throw new Error('the tab has no page');
    await plugIn(tab, 'platform');
    await finishLate(tab, 'add_platform');
    await listed(names.security_key, names.platform);
  });

  it('renames, and removes after a proof', async () => {
    const { tab } = await register(chromium, options, 'security_key');
    await tab.close();
    await options.bringToFront();
    await press(options, keysText.renameLabel(names.security_key));
    const field = await options.waitForSelector('#security-keys input');
    await field?.click({ count: 3 });
    await field?.type('Blue key');
    await options.locator(`#security-keys button::-p-text(${optionsText.save})`).click();
    await listed('Blue key');

    await press(options, keysText.removeLabel('Blue key'));
    await says(options, keysText.removeAsk('Blue key'));
    const proof = await proofTab(chromium, () => press(options, keysText.removeYes));
    await prove(chromium, proof);
    await until(() => proof.isClosed());
    await listed();
    await says(options, keysText.done.remove);
  });

  it('keeps the last way to sign in', async () => {
    const { tab, held } = await register(chromium, options, 'security_key');
    await tab.close();
    await world.service.setPolicy({ browserApproval: 'off' });
    await options.bringToFront();
    await press(options, keysText.removeLabel(names.security_key));
    const proof = await proofTab(chromium, () => press(options, keysText.removeYes));
    await useKey(proof, held);
    await until(() => proof.isClosed());
    await says(options, errors.last_method.say);
    expect(await rows()).toEqual([names.security_key]);
  });
});

describe('what goes wrong is said, with what to do next', () => {
  it('the dialog is closed, then another try succeeds', async () => {
    const tab = await proofTab(chromium, () => press(options, keysText.add.platform));
    const computer = await plugIn(tab, 'platform');
    await computer.verifies(false);
    await prove(chromium, tab);
    await says(tab, ceremonyText.matters.add_platform.title);
    await until(
      async () => (await text(tab)).split('\n'),
      (lines) => lines.includes(commonText.tryAgain) || lines.includes(ceremonyText.matters.add_platform.use),
    );
    if (!(await text(tab)).includes(commonText.tryAgain))
      await press(tab, ceremonyText.matters.add_platform.use);
    await says(tab, errors.ceremony_cancelled.say);
    await says(options, keysText.ceremony, errors.ceremony_cancelled.say);
    await computer.verifies(true);
    await press(tab, commonText.tryAgain);
    await says(tab, ceremonyText.matters.add_platform.done);
    await listed(names.platform);
  });

  it('the same key twice', async () => {
    const { tab, held } = await register(chromium, options, 'security_key');
    await tab.close();
    await world.service.advance(6 * MINUTE);
    await options.bringToFront();
    const proof = await proofTab(chromium, () => press(options, keysText.add.security_key));
    await plugInAgain(proof, { kind: 'security_key', held });
    await chooseOther(proof, promptText.methods.security_key);
    await until(() => proof.url().startsWith(chromium.base));
    await until(
      () => text(proof),
      (words) =>
        words.includes(errors.authenticator_registered.say) ||
        words.includes(ceremonyText.matters.add_security_key.use),
    );
    if (!(await text(proof)).includes(errors.authenticator_registered.say))
      await press(proof, ceremonyText.matters.add_security_key.use);
    await says(proof, errors.authenticator_registered.say);
    await says(options, errors.authenticator_registered.say);
  });

  it('the tab is closed, before the proof and after it', async () => {
    const before = await proofTab(chromium, () => press(options, keysText.add.security_key));
    await says(options, keysText.proving);
    await before.close();
    await says(options, errors.ceremony_closed.say);

    // Its request may have been sent, and must not be the one that is approved below.
    await world.service.advance(2 * MINUTE);
    await until(chromium.notifications, (shown) => shown.length === 0);
    const after = await proofTab(chromium, () => press(options, keysText.add.security_key));
    await plugIn(after, 'security_key', { touched: false });
    await prove(chromium, after);
    await until(() => after.url().startsWith(chromium.base));
    await says(options, keysText.ceremony);
    await after.close();
    await says(options, errors.ceremony_closed.say, keysText.none);
  });

  it('the proof is more than five minutes old, so another one is asked for', async () => {
    const tab = await proofTab(chromium, () => press(options, keysText.add.security_key));
    const key = await plugIn(tab, 'security_key', { touched: false });
    await prove(chromium, tab);
    await until(() => tab.url().startsWith(chromium.base));
    await says(tab, ceremonyText.matters.add_security_key.title);
    await world.service.advance(6 * MINUTE);
    await tab.reload();
    await says(tab, errors.challenge_used.say);
    await key.touched(true);
    await press(tab, commonText.tryAgain);
    await until(() => /\/prompt\/[^/]+$/.test(tab.url()));
    await prove(chromium, tab);
    await finish(tab, 'add_security_key');
    await listed(names.security_key);
  });

  it('the extension’s page may not ask, so the service’s own page does', async () => {
    const tab = await proofTab(chromium, () => press(options, keysText.add.security_key));
    await plugIn(tab, 'security_key');
    // What a browser answers that lets no extension use the name of a site.
    await tab.evaluateOnNewDocument(() => {
      if (location.protocol !== 'chrome-extension:') return;
      navigator.credentials.create = () => Promise.reject(new DOMException('not here', 'SecurityError'));
    });
    await prove(chromium, tab);
    await until(async () => {
      if (tab.url().startsWith(chromium.base)) await pressMain(tab);
      return tab.url().startsWith(`${world.service.origin}/ceremony#`);
    });
    await finish(tab, 'add_security_key');
    await options.bringToFront();
    await listed(names.security_key);
  });
});

describe('the popup', () => {
  it('leads back to a page that waits for a key', async () => {
    const { tab, held } = await register(chromium, options, 'security_key');
    await tab.close();
    const waiting = await signIn({ kind: 'security_key', held, touched: false });
    await says(waiting, ceremonyText.matters.use_security_key.title);
    const popup = await chromium.toolbar(waiting);
    await says(popup, popupText.wanted.security_key);
    await press(popup, popupText.toPrompt);
    await until(() => popup.isClosed());
  });
});

describe('where policy wants this computer at each approval', () => {
  it('asks it in a tab, and approves only then', async () => {
    const { tab, held } = await register(chromium, options, 'platform');
    await tab.close();
    await world.service.setPolicy({ browserApproval: 'user_verification' });
    const page = await chromium.tab(world.campus.signIn(username));
    await says(page, promptText.here);
    const popup = await chromium.toolbar(page);
    await says(popup, requestText.verify);
    const opened = chromium.browser.waitForTarget((target) => target.url().includes('ceremony.html#'));
    await press(popup, requestText.approveLabel('Campus Portal'));
    const asking = await (await opened).page();
    if (!asking) throw new Error('the tab has no page');
    await says(asking, ceremonyText.matters.confirm_platform.title);
    expect(await world.push()).toMatchObject({ state: 'pending' });
    // It has asked a computer that knows nothing; now it asks the one that was registered.
    await plugInAgain(asking, { kind: 'platform', held });
    await press(asking, commonText.tryAgain);
    await says(page, 'Welcome');
    await until(() => asking.isClosed());
  });
});
