import type { Page } from 'puppeteer-core';
import { alex, sam } from '../../examples/protected-site/people.ts';
import { openAlbum, type Scene } from './album.ts';
import { invitationOf } from './invitation.ts';
import type { Plan } from './plan.ts';
import * as steps from './tour-steps.ts';

type Person = typeof alex;

/**
 * Plays the whole journey once: Alex pairs the browser at the first prompt, approves and trusts it, and is not asked the
 * next time; Sam pairs it from an invitation, approves and does not trust it. On a later run both are paired already.
 * Answers whether all went well.
 */
export async function takeTour({ plan, ...toolbar }: steps.Toolbar & { plan: Plan }): Promise<boolean> {
  const { folder, site } = plan;
  console.log(`There is no display, so a headless browser plays the journey once, with the test build of the extension
(the one whose manifest already grants the service's host). Pictures: ${folder.tour}\n`);
  const [page = await toolbar.browser.newPage()] = await toolbar.browser.pages();
  const journey = { toolbar, scene: openAlbum(folder.tour), page, site };
  try {
    await signIn(journey, alex);
    await signOut(journey, alex);
    await signIn(journey, alex);
    await signOut(journey, alex);
    await signIn(journey, sam, invitationOf(sam.username, folder));
    console.log('\nThe tour is complete.');
    return true;
  } catch (error) {
    console.error(`\nThe tour stopped: ${error instanceof Error ? error.message : 'unknown'}`);
    return false;
  }
}

interface Journey {
  toolbar: steps.Toolbar;
  scene: Scene;
  page: Page;
  site: string;
}

async function signIn(journey: Journey, person: Person, invitation: string | null = null): Promise<void> {
  const { scene, page, site } = journey;
  const name = person.displayName;
  await scene(`${name} signs in with a password`, async () => {
    await page.goto(site);
    await steps.enterPassword(page, person);
    await steps.firstScreen(page, name);
    return page;
  });
  const screen = await steps.firstScreen(page, name);
  if (screen === 'welcome') {
    await scene(`${name} was not asked: this browser is trusted`, async () => page);
    return;
  }
  if (screen === 'over' && invitation) {
    await scene(`${name} opens the invitation`, async () => {
      await page.goto(invitation);
      return page;
    });
    await pair(journey, person);
    await scene(`${name} has paired this browser`, () => steps.paired(page).then(() => page));
    return signIn(journey, person);
  }
  if (screen === 'setUp') {
    await scene(`${name} chooses a second step`, () => steps.pastWhy(page).then(() => page));
    await pair(journey, person);
  } else if (screen !== 'here') throw await steps.unexpected(page);
  await approve(journey, person);
}

async function pair({ toolbar, scene, page }: Journey, { displayName: name }: Person): Promise<void> {
  await scene(`${name} asks for an activation link`, async () => {
    await steps.beginSetUp(page);
    return page;
  });
  const popup = await scene(`${name} takes it with the toolbar button`, async () => {
    const opened = await steps.openPopup(toolbar, page);
    await steps.takeLink(opened);
    return opened;
  });
  await scene(`${name} compares the digits and confirms in the toolbar`, async () => {
    const [here, there] = [await steps.readDigits(popup), await steps.readDigits(page)];
    if (here !== there) throw new Error('The digits differ.');
    await steps.confirmDigits(popup);
    return popup;
  });
  await popup.close();
  await scene(`${name} confirms on the page`, async () => {
    await steps.confirmDigits(page);
    return page;
  });
}

async function approve({ toolbar, scene, page }: Journey, person: Person): Promise<void> {
  const name = person.displayName;
  const popup = await scene(`${name} sees the request in the toolbar`, async () => {
    await steps.waitsHere(page);
    const opened = await steps.openPopup(toolbar, page);
    await steps.request(opened);
    return opened;
  });
  await scene(`${name} approves`, async () => {
    await steps.approve(popup);
    await steps.approved(page, name);
    return page;
  });
  await popup.close();
  if ((await steps.approved(page, name)) === 'another') {
    await scene(`${name} needs no other way for now`, async () => {
      await page.bringToFront();
      await steps.skipAnother(page);
      return page;
    });
  }
  if ((await steps.approved(page, name)) === 'welcome') return;
  const trust = person.username === alex.username;
  await scene(`${name} ${trust ? 'trusts' : 'does not trust'} this browser and is signed in`, async () => {
    await page.bringToFront();
    await steps.answer(page, { trust });
    await steps.welcome(page, name);
    return page;
  });
}

async function signOut({ scene, page }: Journey, { displayName: name }: Person): Promise<void> {
  await scene(`${name} signs out`, async () => {
    await steps.signOut(page);
    return page;
  });
}
