import { expect, it } from 'vitest';
import {
  commonText,
  methodsText,
  passcodeText,
  promptText,
  requestText,
} from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { MethodStage } from './method-stage.ts';
import {
  chooseOpening,
  chooseOther,
  opensWith,
  pick,
  pressSave,
  sendFirst,
  toggleAutoPush,
} from './methods.ts';
import { typeCode } from './passcodes.ts';
import { press, says } from './screen.ts';
import { otherBrowser } from './trusted.ts';

const { last, methods } = methodsText;

/** What a prompt opens with: as the person has set it, else what worked last. */
export function choosingJourneys(stage: MethodStage): void {
  const openAt = async (signIn: string, ...words: string[]): Promise<void> => {
    await stage.page.bringToFront();
    await stage.page.goto(signIn);
    await says(stage.page, ...words);
  };

  it('opens with what was chosen in the options, and differently for one application', async () => {
    const { browser, settings, atCampus, atLibrary } = stage;
    const options = await browser.options('methods');
    await opensWith(options, last);
    await chooseOpening(options, methods.passcode);
    await settings.save(options);
    await openAt(atCampus, passcodeText.title);
    await openAt(atLibrary, passcodeText.title);

    await options.bringToFront();
    await pick(options, methodsText.application, 'Library');
    await options.locator(`#methods button::-p-text(${methodsText.add})`).click();
    await pick(options, methodsText.opensWithFor('Library'), methods.push);
    await settings.save(options);
    await openAt(atLibrary, promptText.here);
    await openAt(atCampus, passcodeText.title);

    await options.bringToFront();
    await press(options, methodsText.removeLabel('Library'));
    await settings.save(options);
    await openAt(atLibrary, passcodeText.title);
  });

  it('sends no push by itself where that is switched off, and takes a proof to switch it on again', async () => {
    const { browser, settings, atCampus, page, approve } = stage;
    const options = await browser.options('methods');
    await toggleAutoPush(options);
    await settings.save(options);
    await openAt(atCampus, promptText.choosing);
    expect(await settings.version()).toBe(1);
    await sendFirst(page);
    await approve();
    await says(page, 'Welcome');

    await options.bringToFront();
    await toggleAutoPush(options);
    const proof = await browser.proofTab(() => pressSave(options));
    await sendFirst(proof);
    await approve(proof, 'Countersign');
    await expect.poll(settings.version).toBe(2);
    await says(options, methodsText.saved);
    await openAt(atCampus, promptText.here);
  });

  it('opens with what worked last in this browser, else anywhere; what failed changes nothing', async () => {
    const { browser, world, alex, atCampus, page, nextCode } = stage;
    await openAt(atCampus, promptText.here);
    await chooseOther(page, promptText.methods.passcode);
    await typeCode(page, nextCode());
    await says(page, 'Welcome');

    await openAt(atCampus, passcodeText.title);
    await chooseOther(page, promptText.pushTo('Laptop'));
    await says(page, promptText.asked('Laptop'));
    await press(page, commonText.cancel);
    await says(page, promptText.withdrawn);
    await chooseOther(page, promptText.methods.push);
    await says(page, promptText.here);
    await browser.inPopup(page, async (popup) => {
      await press(popup, requestText.notMe);
      await press(popup, requestText.mistake);
    });
    await says(page, promptText.denied);
    await openAt(atCampus, passcodeText.title);

    // To the service a browser that it has not met.
    const aside = await browser.aside(atCampus);
    await says(aside, passcodeText.title);
    await chooseOther(aside, promptText.methods.push);
    await (await otherBrowser(world, alex)).approve(aside);
    await says(aside, 'Welcome');
    await aside.goto(atCampus);
    await says(aside, promptText.elsewhere);
    await openAt(atCampus, passcodeText.title);
  });

  it('of two browsers that change it at once, one is told, and both show the same', async () => {
    const { browser, laptop, settings, page } = stage;
    const theirs = await laptop.tab(`${laptop.base}options.html#methods`);
    const ours = await browser.options('methods');
    await opensWith(theirs, last);
    await opensWith(ours, last);
    await chooseOpening(ours, methods.push);
    await chooseOpening(theirs, methods.passcode);
    await settings.save(theirs);

    await says(ours, errors.version_conflict.say);
    await opensWith(ours, methods.passcode);
    await chooseOpening(ours, methods.push);
    await settings.save(ours);
    await opensWith(theirs, methods.push);
    await page.goto(stage.atCampus);
    await says(page, promptText.here);
  });

  it('shows what was last known while the service is out of reach, and lets nothing be changed', async () => {
    const { browser, world, settings } = stage;
    const options = await browser.options('methods');
    await chooseOpening(options, methods.passcode);
    await settings.save(options);
    await world.service.away(async () => {
      const offline = await browser.options('methods');
      await says(offline, errors.settings_offline.say);
      await opensWith(offline, methods.passcode);
      expect(
        await offline.$$eval('#methods fieldset', ([all]) => (all as HTMLFieldSetElement).disabled),
      ).toBe(true);
      await offline.close();
    });
    const again = await browser.options('methods');
    await opensWith(again, methods.passcode);
    await chooseOpening(again, last);
    await settings.save(again);
  });
}
