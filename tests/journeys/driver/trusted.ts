import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { deviceText, promptText, requestText } from '../../../components/sentences.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { PolicyChanges } from '../../../service/policies/policy.ts';
import { pair } from '../../fakes/stage.ts';
import type { Chromium } from './chromium.ts';
import { digitsOn, press, says } from './screen.ts';
import { openWorld, type World } from './world.ts';

/** Trusted browsers are off until an operator wants them. */
export const aMonth: PolicyChanges = { trustedBrowsers: { hours: 720 } };

/** The answer to "Is this your device?", and on to the site. */
export async function answer(page: Page, words: typeof deviceText.yes | typeof deviceText.no): Promise<void> {
  await says(page, deviceText.question);
  await press(page, words);
  await says(page, 'Welcome');
}

/** Approves what this page of the paired browser waits for, by one click in the toolbar. */
export async function approveHere(chromium: Chromium, page: Page, site = 'Campus Portal'): Promise<void> {
  await says(page, promptText.here);
  await press(await chromium.toolbar(page), requestText.approveLabel(site));
}

/** Another browser of this person, without a screen: it approves by the number that a page shows. */
export async function otherBrowser(world: World, user: UserId) {
  const device = await pair(world.service, { user, name: 'Firefox on Linux' });
  return {
    device,
    async approve(page: Page): Promise<void> {
      await says(page, promptText.elsewhere);
      const number = await digitsOn(page);
      const push = (await device.inbox()).requests.findLast(({ state }) => state === 'pending');
      if (!push) throw new Error('nothing to approve came');
      const { status } = await device.decide(push, { decision: 'approve', number });
      expect(status).toBe(200);
    },
  };
}

/** What the service knows about a person's trusted browsers. */
export function trustOf(world: World, user: UserId) {
  const { db } = world.service.rooms.floor;
  const rows = () => db.read.selectFrom('trusts').selectAll().where('user_id', '=', user).execute();
  const factors = async () => {
    const query = db.read.selectFrom('transactions').select('factor').where('state', '=', 'finished');
    const found = await query.where('user_id', '=', user).orderBy('created_at').execute();
    return found.map(({ factor }) => factor);
  };
  return {
    standing: async () => (await rows()).filter(({ ended_at }) => ended_at === null),
    /** Why those that ended did, each reason once. */
    endings: async () => [...new Set((await rows()).flatMap(({ end_reason }) => end_reason ?? []))],
    /** How often a sign-in passed without asking. */
    passes: async () => (await factors()).filter((factor) => factor === 'remembered_device').length,
  };
}

export type Trust = ReturnType<typeof trustOf>;

/** Alex, who may trust browsers and has another one at hand that approves. */
export async function openTrusting() {
  const world = await openWorld();
  await world.service.setPolicy(aMonth);
  const alex = await world.addUser('alex');
  return {
    world,
    alex,
    other: await otherBrowser(world, alex),
    trust: trustOf(world, alex),
    signIn: world.campus.signIn('alex'),
  };
}

export type Trusting = Awaited<ReturnType<typeof openTrusting>>;

/** A sign-in that nothing is asked at. */
export async function passes(page: Page, signIn: string, trust: Trust): Promise<void> {
  const before = await trust.passes();
  await page.goto(signIn);
  await says(page, 'Welcome');
  expect(await trust.passes()).toBe(before + 1);
}

/** As when the person has the browser forget what sites have stored. */
export async function clearCookies(page: Page): Promise<void> {
  const context = page.browserContext();
  await context.deleteCookie(...(await context.cookies()));
  expect(await context.cookies()).toEqual([]);
}

/** So many sign-ins at once, each in a tab of its own. */
export async function passAtOnce(page: Page, signIn: string, count: number): Promise<void> {
  const context = page.browserContext();
  const pages = await Promise.all(Array.from({ length: count }, () => context.newPage()));
  await Promise.all(pages.map((one) => one.goto(signIn)));
  await Promise.all(pages.map((one) => says(one, 'Welcome')));
  await Promise.all(pages.map((one) => one.close()));
}
