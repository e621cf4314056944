import { randomBytes } from 'node:crypto';
import type { Page } from 'puppeteer-core';
import { expect, it, onTestFinished } from 'vitest';
import { deviceText, passcodeText, promptText, requestText } from '../../../components/sentences.ts';
import type { TransactionId } from '../../../lib/protocol/ids.ts';
import type { MethodStage } from './method-stage.ts';
import { chooseOther, others } from './methods.ts';
import { typeCode } from './passcodes.ts';
import { digitsOn, press, says, typeNumber } from './screen.ts';
import { until } from './until.ts';

/** The other browser is not looked at, so it may have stopped: then it hears of news when it next asks, 31 s later at most. */
const WITHOUT_A_LINE = 45_000;

/** "Other options", and when a request starts by itself. */
export function askingJourneys(stage: MethodStage): void {
  /** As if it were in a drawer: no test touches it. Gone again with the test. */
  async function keyInADrawer(): Promise<void> {
    onTestFinished(noKeys);
    const { world, alex } = stage;
    const { floor, credentials } = world.service.rooms;
    await floor.db.write((tx) =>
      credentials.add(tx, {
        user: alex,
        kind: 'security_key',
        name: 'Blue key',
        rawId: randomBytes(32).toString('base64url'),
        publicKey: new Uint8Array(randomBytes(77)),
        algorithm: -7,
        signCount: 0,
        verifies: false,
        transports: ['usb'],
        backupEligible: false,
        backedUp: false,
        aaguid: '00000000-0000-0000-0000-000000000000',
        transaction: 'A'.repeat(22) as TransactionId,
      }),
    );
  }

  async function noKeys(): Promise<void> {
    const { db } = stage.world.service.rooms.floor;
    await db.write((tx) => tx.query.deleteFrom('credentials').execute());
  }

  /** By the number that a page shows. */
  async function approveOnLaptop(asking: Page): Promise<void> {
    const { laptop, world } = stage;
    const number = await digitsOn(asking);
    await typeNumber(await laptop.toolbar(await laptop.tab(world.campus.base)), number);
    await says(asking, 'Welcome');
  }

  it('lists two browsers by name, a key and codes, and asks only whom the person chose', async () => {
    const { world, browser, laptop, alex, atCampus, page, nextCode } = stage;
    const { passcode, security_key } = promptText.methods;
    await world.service.setPolicy({ passcodes: 'off' });
    await page.goto(atCampus);
    await says(page, promptText.here);
    await keyInADrawer();
    await page.reload();
    await says(page, promptText.here);
    const browsers = await world.service.rooms.devices.active(alex);
    expect(await others(page)).toEqual([
      security_key,
      ...browsers.map(({ name }) => promptText.pushTo(name)),
      `(${passcode})`,
      deviceText.manage,
    ]);

    await world.service.setPolicy({ passcodes: 'on' });
    await chooseOther(page, promptText.pushTo('Laptop'));
    await says(page, promptText.asked('Laptop'));
    await laptop.notified(WITHOUT_A_LINE);
    await until(browser.notifications, (shown) => shown.length === 0);
    await page.reload();
    await chooseOther(page, passcode);
    await says(page, passcodeText.title);
    await until(laptop.notifications, (shown) => shown.length === 0, WITHOUT_A_LINE);
    await chooseOther(page, promptText.pushTo('Laptop'));
    await approveOnLaptop(page);

    await page.goto(atCampus);
    await says(page, promptText.here);
    await chooseOther(page, passcode);
    await typeCode(page, nextCode());
    await says(page, 'Welcome');
  });

  it('starts nothing by itself after a refusal, but in the browser that is there', async () => {
    const { browser, atCampus, page, approve, world } = stage;
    const aside = await browser.aside(atCampus);
    await says(aside, promptText.elsewhere);
    await page.bringToFront();
    await browser.inPopup(page, async (popup) => {
      await press(popup, requestText.notMe);
      await press(popup, requestText.mistake);
    });
    await says(aside, promptText.denied);

    await aside.bringToFront();
    await aside.goto(atCampus);
    await says(aside, promptText.choosing);
    await page.bringToFront();
    await page.goto(atCampus);
    await approve();
    await says(page, 'Welcome');

    // What was approved in between clears it.
    await aside.bringToFront();
    await aside.goto(atCampus);
    await world.service.advance(5 * 60_000);
    await press(aside, promptText.send);
    await says(aside, promptText.elsewhere);
    await approveOnLaptop(aside);
    await aside.bringToFront();
    await aside.goto(atCampus);
    await says(aside, promptText.elsewhere);
  });
}
