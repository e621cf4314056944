import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ceremonyText, commonText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { plugIn } from '../driver/authenticator.ts';
import { openPlainChromium } from '../driver/plain-chromium.ts';
import { press, says, text } from '../driver/screen.ts';
import { makeTrust } from '../driver/trust.ts';

/** The registration of a paired browser that may not use the service's keys on its own pages. */
let trust: ReturnType<typeof makeTrust>;
let stage: Stage;
let device: TestDevice;
let plain: Awaited<ReturnType<typeof openPlainChromium>>;
let page: Page;
beforeAll(async () => {
  trust = makeTrust();
  stage = await startStage({ tls: trust.tls });
  device = await stage.pair();
  plain = await openPlainChromium(trust.trustedKey);
});
afterEach(() => page.close());
afterAll(async () => {
  await plain.close();
  await stage.stop();
  trust.remove();
});

/** The address that the extension leads the person to. */
async function begin(kind: AuthenticatorKind): Promise<string> {
  const body = { stepUp: await stepUp(stage, device), kind };
  const reply = await device.call('POST', pathTo('deviceRegistrationBegin'), { body });
  return `${stage.service.origin}${pathTo('ceremony')}#${String(reply.body.ticket)}`;
}

const credentials = () =>
  stage.service.rooms.floor.db.read
    .selectFrom('credentials')
    .select('kind')
    .where('user_id', '=', stage.alex)
    .orderBy('created_at')
    .execute();

const matters = ceremonyText.matters;

it('registers by itself what the paired browser asked for, once', async () => {
  page = await plain.tab();
  const key = await plugIn(page, 'security_key');
  await page.goto(await begin('security_key'));
  await says(page, matters.add_security_key.done, matters.add_security_key.doneWhy, 'alex');
  expect(await page.title()).toBe(matters.add_security_key.done);
  expect(await key.credentials()).toMatchObject([{ rpId: 'localhost' }]);
  expect(await credentials()).toEqual([{ kind: 'security_key' }]);

  await page.reload();
  await says(page, ceremonyText.over, errors.challenge_used.say);
  expect(await credentials()).toHaveLength(1);
});

it('tries again with the same question after a dialog that came to nothing', async () => {
  page = await plain.tab();
  const computer = await plugIn(page, 'platform');
  await computer.verifies(false);
  await page.goto(await begin('platform'));
  await says(page, matters.add_platform.title);
  await page.locator('button.main').click();
  await says(page, errors.ceremony_cancelled.say);
  await computer.verifies(true);
  await press(page, commonText.tryAgain);
  await says(page, matters.add_platform.done);
});

it('says that an authenticator is registered already, and offers to use another', async () => {
  page = await plain.tab();
  const key = await plugIn(page, 'security_key');
  await page.goto(await begin('security_key'));
  await says(page, matters.add_security_key.done);
  await page.goto('about:blank');
  await page.goto(await begin('security_key'));
  await says(page, errors.authenticator_registered.say);
  await key.unplug();
  await plugIn(page, 'security_key');
  await press(page, commonText.tryAgain);
  await says(page, matters.add_security_key.done);
});

it('offers no further try once the service has refused the answer', async () => {
  page = await plain.tab();
  await plugIn(page, 'security_key');
  const address = await begin('security_key');
  // A browser that answers another question than the service's.
  await page.evaluateOnNewDocument(() => {
    const real = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = (asked) =>
      real({ ...asked, publicKey: { ...asked?.publicKey, challenge: new Uint8Array(32) } as never });
  });
  await page.goto(address);
  await says(page, errors.challenge_wrong.say);
  expect(await text(page)).not.toContain(commonText.tryAgain);
});

it('does nothing for a ticket that nobody was given', async () => {
  page = await plain.tab();
  await page.goto(`${stage.service.origin}${pathTo('ceremony')}#${'k'.repeat(43)}`);
  await says(page, ceremonyText.over, errors.challenge_used.say);
});
