import type { Page } from 'puppeteer-core';
import { expect, it } from 'vitest';
import { deviceRowText, newBrowserText } from '../../../components/sentences/devices.ts';
import { portalText } from '../../../components/sentences/portal.ts';
import { browsersText, keysText, optionsText, trustText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { pair } from '../../fakes/stage.ts';
import type { MethodStage } from './method-stage.ts';
import { pick } from './methods.ts';
import { pairByInvitation } from './pairing.ts';
import { press, says } from './screen.ts';
import { until } from './until.ts';

/** A person's browsers: renamed, removed and replaced on the options page, and what the portal keeps. They end the laptop. */
export function browserJourneys(stage: MethodStage): void {
  const names = async (): Promise<string[]> =>
    (await stage.world.service.rooms.devices.active(stage.alex)).map(({ name }) => name);

  /** Waits until a list shows exactly what is paired. */
  const listsAll = (page: Page, list: string): Promise<unknown> =>
    until(async () => {
      const shown = await page.$$eval(`${list} li strong`, (all) =>
        all.map(({ textContent }) => textContent),
      );
      return JSON.stringify(shown) === JSON.stringify(await names());
    });

  /** Other sections have buttons of the same name. */
  const pressIn = (options: Page, name: string): Promise<void> =>
    options.locator(`#browsers button::-p-text(${name})`).click();

  it('are renamed, and one is removed after a proof', async () => {
    const { browser, world, alex, approve } = stage;
    await pair(world.service, { user: alex, name: 'Old desktop' });
    const options = await browser.options('browsers');
    await press(options, deviceRowText.renameLabel('Old desktop'));
    const field = await options.waitForSelector('#browsers input');
    await field?.click({ count: 3 });
    await field?.type('Desktop');
    await pressIn(options, optionsText.save);
    await says(options, browsersText.renamed, deviceRowText.here);
    await listsAll(options, '#browsers');
    expect(await names()).toContain('Desktop');

    await press(options, deviceRowText.removeLabel('Desktop'));
    await says(options, browsersText.removeAsk('Desktop'));
    const proof = await browser.proofTab(() => press(options, deviceRowText.removeYes));
    await approve(proof, 'Countersign');
    await says(options, keysText.done.removeBrowser);
    await listsAll(options, '#browsers');
    expect(await names()).not.toContain('Desktop');
  });

  it('give way to a new one, once that is confirmed', async () => {
    const { browser, laptop, world, approve } = stage;
    const options = await browser.options('browsers');
    await press(options, newBrowserText.replacing);
    await pick(options, newBrowserText.which, 'Laptop');
    const proof = await browser.proofTab(() => pressIn(options, newBrowserText.goOn));
    await approve(proof, 'Countersign');
    await press(options, browsersText.show);
    await says(options, newBrowserText.link, newBrowserText.once);
    const link = await options.$eval('#browsers .address', ({ textContent }) => textContent ?? '');
    expect(await names()).toContain('Laptop');

    const fresh = await world.chromium();
    await pairByInvitation(fresh, link);
    expect(await names()).not.toContain('Laptop');
    await options.bringToFront();
    await pressIn(options, newBrowserText.done);
    await listsAll(options, '#browsers');
    await says(await laptop.toolbar(await laptop.tab('about:blank')), errors.device_unknown.say);
    await fresh.close();
  });

  it('and of all methods the last one is kept', async () => {
    const { browser, world, alex, device, approve } = stage;
    await world.service.setPolicy({ passcodes: 'off' });
    const { devices, floor } = world.service.rooms;
    for (const { id } of (await devices.active(alex)).filter(({ id }) => id !== device.id))
      await floor.db.write((tx) => devices.end(tx, id, { status: 'removed', reason: 'operator' }));
    const options = await browser.options('trusted');
    const portal = await browser.proofTab(() => press(options, trustText.portal));
    await approve(portal, 'Countersign');
    await says(portal, portalText.title, deviceRowText.here);
    await press(portal, deviceRowText.removeLabel(device.name));
    await says(portal, portalText.removeAsk(device.name, true));
    await press(portal, deviceRowText.removeYes);
    await says(portal, errors.last_method.say);
    expect(await names()).toEqual([device.name]);
  });
}
