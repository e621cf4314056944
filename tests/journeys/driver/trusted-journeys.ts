import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { portalText } from '../../../components/sentences/portal.ts';
import { trustedListText } from '../../../components/sentences/trust.ts';
import {
  commonText,
  deviceText,
  popupText,
  promptText,
  requestText,
  trustText,
} from '../../../components/sentences.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { operatorOf } from '../../contract/operator/run-operator.ts';
import { openCampus } from './campus.ts';
import { press, says } from './screen.ts';
import { aMonth, answer, clearCookies, otherBrowser, passes, type Trust, trustOf } from './trusted.ts';
import { openWorld, type World } from './world.ts';

const HOUR = 3_600_000;

/** A browser that its person has paired, whichever it is. */
export interface PairedBrowser {
  /** A new tab, in front. */
  tab(address: string): Promise<Page>;
  /** A tab with cookies of its own, which the extension keeps out of: to the service, another browser. */
  aside(address: string): Promise<Page>;
  /** Opens the popup over this page for so long. */
  inPopup(page: Page, job: (popup: Page) => Promise<void>): Promise<void>;
  options(section: string): Promise<Page>;
  /** Presses what opens a prompt in a new tab, and answers that tab. */
  proofTab(begin: () => Promise<void>): Promise<Page>;
  notifications(): Promise<unknown[]>;
  closeAll(): Promise<void>;
}

/** What a person sees of trusted browsers in one that is paired: a key stands for it. */
export function trustedJourneys(pair: (world: World, user: UserId) => Promise<PairedBrowser>): void {
  let world: World;
  let alex: UserId;
  let browser: PairedBrowser;
  let library: Awaited<ReturnType<typeof openCampus>>;
  let trust: Trust;
  let page: Page;
  let atCampus: string;
  let atLibrary: string;
  beforeAll(async () => {
    world = await openWorld();
    library = await openCampus(world.service, 'Library');
    alex = await world.addUser('alex');
    trust = trustOf(world, alex);
    browser = await pair(world, alex);
    [atCampus, atLibrary] = [world.campus.signIn('alex'), library.signIn('alex')];
  });
  beforeEach(async () => {
    await world.service.setPolicy(aMonth);
    page = await browser.tab('about:blank');
  });
  afterEach(async () => {
    await browser.closeAll();
    // Nothing stays trusted where nothing may be.
    await world.service.setPolicy({ trustedBrowsers: { hours: 0, scope: 'application', limit: 5 } });
    await world.service.setPolicy({ trustedBrowsers: { scope: undefined } }, library.application.id);
    await world.service.advance(HOUR);
  });
  afterAll(async () => {
    await library?.close();
    await world?.close();
  });

  async function approve(at = page, site = 'Campus Portal'): Promise<void> {
    await says(at, promptText.here);
    await browser.inPopup(at, async (popup) => {
      await press(popup, requestText.approveLabel(site));
      await says(popup, requestText.results.approved);
    });
  }

  async function trustHere(): Promise<void> {
    await page.goto(atCampus);
    await approve();
    await answer(page, deviceText.yes);
  }

  async function asks(signIn = atCampus): Promise<void> {
    await page.bringToFront();
    await page.goto(signIn);
    await says(page, promptText.here);
  }

  const pushes = () => world.service.rooms.floor.db.read.selectFrom('pushes').select('id').execute();

  it('is asked for no second step any more, and sees that in the popup, until the operator forgets it', async () => {
    await page.goto(atCampus);
    await approve();
    await says(page, deviceText.question, deviceText.questionWhy('30 days', 'Campus Portal'));
    await answer(page, deviceText.yes);
    const asked = (await pushes()).length;

    await passes(page, atCampus, trust);
    await passes(page, atCampus, trust);
    await browser.inPopup(page, (popup) => says(popup, popupText.trusted('Campus Portal', '')));
    await clearCookies(page);
    await passes(page, atCampus, trust);
    expect(await pushes()).toHaveLength(asked);
    expect(await browser.notifications()).toEqual([]);
    await asks(atLibrary);
    // While one waits, no other starts by itself.
    await press(page, commonText.cancel);

    const { must } = operatorOf(world.service);
    const [, line = ''] = await must('trust', 'list', 'alex');
    await must('trust', 'forget', 'alex', line.split(' ')[0] ?? '');
    await asks();
  });

  it('is asked once for all sites where policy says so, until a password is changed or the time is over', async () => {
    await world.service.setPolicy({ trustedBrowsers: { hours: 12, scope: 'all' } });
    await page.goto(atCampus);
    await approve();
    await says(page, deviceText.questionWhy('12 hours', null));
    await answer(page, deviceText.yes);
    await passes(page, atLibrary, trust);

    await world.service.setPolicy({ trustedBrowsers: { scope: 'application' } }, library.application.id);
    await asks(atLibrary);
    await approve(page, 'Library');
    await says(page, deviceText.questionWhy('12 hours', 'Library'));
    await answer(page, deviceText.yes);

    expect(await world.campus.site.passwordChanged('alex')).toMatchObject({ status: 200 });
    await asks();
    await world.service.advance(11 * HOUR);
    await passes(page, atLibrary, trust);
    await world.service.advance(2 * HOUR);
    await asks(atLibrary);
    await world.service.app.sweep();
    expect(await trust.endings()).toEqual(expect.arrayContaining(['password_changed', 'expired']));
  });

  it('is asked again where the person forgot the browser, in the options or in the portal', async () => {
    const forgetOn = (list: Page) => list.locator(`button::-p-text(${trustedListText.forget})`).click();
    await trustHere();
    const options = await browser.options('trusted');
    await says(options, trustedListText.here);
    await forgetOn(options);
    await says(options, trustText.forgotten, trustedListText.none);

    await asks();
    await approve();
    await answer(page, deviceText.yes);
    await options.bringToFront();
    const portal = await browser.proofTab(() => press(options, trustText.portal));
    await approve(portal, 'Countersign');
    await says(portal, portalText.title, trustedListText.here);
    await forgetOn(portal);
    await says(portal, trustedListText.none);

    // From an approval the portal opens as well, and leads back to it.
    await asks();
    await approve();
    await press(page, deviceText.manage);
    await says(page, portalText.title, trustedListText.none);
    await press(page, portalText.back('Campus Portal'));
    await answer(page, deviceText.yes);
  });

  it('is asked in one of two browsers where policy allows one, and where the cookies are gone', async () => {
    await world.service.setPolicy({ trustedBrowsers: { limit: 1 } });
    await trustHere();
    const other = await otherBrowser(world, alex);
    const its = await browser.aside(atCampus);
    await other.approve(its);
    await answer(its, deviceText.yes);
    await passes(its, atCampus, trust);
    await passes(its, atCampus, trust);
    await asks();
    expect(await trust.endings()).toContain('limit');

    await its.bringToFront();
    await clearCookies(its);
    await its.goto(atCampus);
    await says(its, promptText.signIn('Campus Portal'));
    expect(await trust.standing()).toHaveLength(1);
  });

  it('ends by “Not you?” and by a report what only a cookie stands for, and by a policy everything', async () => {
    await trustHere();
    const its = await browser.aside(atCampus);
    const trustIts = async () => {
      const other = await otherBrowser(world, alex);
      await other.approve(its);
      await answer(its, deviceText.yes);
      await page.bringToFront();
    };
    const itsIsAsked = async () => {
      await its.bringToFront();
      await its.goto(atCampus);
      await says(its, promptText.elsewhere);
    };
    await trustIts();
    await browser.inPopup(page, async (popup) => {
      await press(popup, requestText.notYou);
      await press(popup, requestText.notYouYes);
      await says(popup, requestText.sessionOpen);
    });
    expect(await trust.endings()).toContain('disowned');
    await itsIsAsked();

    await trustIts();
    const thief = await world.campus.site.begin('alex');
    await thief.post('promptPush');
    await browser.inPopup(page, async (popup) => {
      await press(popup, requestText.notMe);
      await press(popup, requestText.fraud);
      await says(popup, requestText.results.fraud);
    });
    expect(await trust.endings()).toContain('fraud');
    await passes(page, atCampus, trust);
    expect(await trust.standing()).toMatchObject([{ family_id: null }]);

    await world.service.setPolicy({ trustedBrowsers: { hours: 0 } });
    await world.service.setPolicy(aMonth);
    await asks();
  });
}
