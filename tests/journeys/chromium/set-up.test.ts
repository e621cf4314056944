import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { promptText, setUpText } from '../../../components/sentences.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { devicesOf } from '../../contract/enrolment/set-up.ts';
import { plugIn } from '../driver/authenticator.ts';
import type { Chromium } from '../driver/chromium.ts';
import { pairOn } from '../driver/pairing.ts';
import { press, says, text } from '../driver/screen.ts';
import { chooseWay, toChoice } from '../driver/set-up.ts';
import { openWorld, type World } from '../driver/world.ts';

/** A first set-up by somebody who leaves out the practice and takes a second way at once. */
let world: World;
let chromium: Chromium;
let page: Page;
let alex: UserId;
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.chromium();
  alex = await world.addUser('alex');
  await world.invite(alex, 'inline');
  page = await chromium.tab('about:blank');
  await plugIn(page, 'platform');
});
afterAll(() => world.close());

it('offers only what policy allows, pairs, skips the practice and adds this computer', async () => {
  await world.service.setPolicy({ securityKeys: 'off' });
  await page.goto(world.campus.signIn('alex'));
  await toChoice(page);
  expect(await text(page)).not.toContain(setUpText.ways.security_key.name);
  await pairOn(chromium, page);
  await says(page, setUpText.practice, promptText.here);
  await press(page, setUpText.skipPractice);

  await says(page, setUpText.anotherTitle);
  await chooseWay(page, 'platform');
  await says(page, setUpText.ways.platform.added, setUpText.ready);
  await press(page, setUpText.goOn);
  await says(page, 'Welcome');
  expect(await devicesOf(world.service, alex)).toHaveLength(1);

  // What was set up in passing is the stronger of the two; what let the person in is the other.
  await page.goto(world.campus.signIn('alex'));
  await says(page, promptText.here);
  await page.locator(`summary::-p-text(${promptText.otherOptions})`).click();
  await page.locator(`.methods button::-p-text(${promptText.methods.platform})`).click();
  await says(page, 'Welcome');
});
