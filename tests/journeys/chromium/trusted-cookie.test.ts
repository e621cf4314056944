import { rmSync } from 'node:fs';
import type { BrowserContext, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { portalText } from '../../../components/sentences/portal.ts';
import { trustedListText } from '../../../components/sentences/trust.ts';
import { ceremonyText, deviceText, promptText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { CHAIN_GRACE } from '../../../lib/protocol/proof.ts';
import { TRUST_COOKIE } from '../../../lib/protocol/trust.ts';
import { eventsOf } from '../../contract/enrolment/set-up.ts';
import { plugIn } from '../driver/authenticator.ts';
import { newProfile } from '../driver/chromium.ts';
import { blockCookies, openPlainChromium } from '../driver/plain-chromium.ts';
import { press, says } from '../driver/screen.ts';
import { setUpKey } from '../driver/set-up.ts';
import {
  answer,
  clearCookies,
  openTrusting,
  passAtOnce,
  passes,
  type Trusting,
  trustOf,
} from '../driver/trusted.ts';

const HOUR = 3_600_000;

/** A browser without the extension, whose cookie stands for it. */
let stage: Trusting;
let plain: Awaited<ReturnType<typeof openPlainChromium>>;
/** Each test has a browser of its own: its cookies and nothing else. */
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  stage = await openTrusting();
  plain = await openPlainChromium(stage.world.trust.trustedKey);
});
beforeEach(async () => {
  context = await plain.browser.createBrowserContext();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await stage.world.service.advance(HOUR);
});
afterAll(async () => {
  await plain.close();
  await stage.world.close();
});

async function trustHere(): Promise<void> {
  await page.goto(stage.signIn);
  await stage.other.approve(page);
  await answer(page, deviceText.yes);
}

it('passes without showing a page, and asks when the cookies are gone', async () => {
  await page.goto(stage.signIn);
  await stage.other.approve(page);
  await says(page, deviceText.question, deviceText.private);
  await answer(page, deviceText.yes);

  const seen: string[] = [];
  page.on('framenavigated', (frame) => seen.push(new URL(frame.url()).origin));
  await passes(page, stage.signIn, stage.trust);
  await passes(page, stage.signIn, stage.trust);
  expect(new Set(seen)).toEqual(new Set([stage.world.campus.base]));

  await clearCookies(page);
  await page.goto(stage.signIn);
  await says(page, promptText.elsewhere);
});

it('lets twenty sign-ins at once pass, and its cookie goes on after them', async () => {
  await trustHere();
  const [before, standing] = [await stage.trust.passes(), (await stage.trust.standing()).length];
  await stage.world.service.advance(CHAIN_GRACE);
  await passAtOnce(page, stage.signIn, 20);
  expect(await stage.trust.passes()).toBe(before + 20);
  expect(await stage.trust.standing()).toHaveLength(standing);
  await stage.world.service.advance(CHAIN_GRACE);
  await passes(page, stage.signIn, stage.trust);
  expect(await eventsOf(stage.world.service, stage.alex, true)).toEqual([]);
});

it('ends where a copy of its cookies is used after it', async () => {
  await trustHere();
  const stolen = (await context.cookies()).filter(({ name }) => name.startsWith(TRUST_COOKIE));
  expect(stolen).toHaveLength(1);
  // It goes on: the first of these brings the next number, the second uses it.
  for (let turn = 0; turn < 2; turn++) {
    await stage.world.service.advance(CHAIN_GRACE);
    await passes(page, stage.signIn, stage.trust);
  }
  await stage.world.service.advance(CHAIN_GRACE);

  const thief = await plain.browser.createBrowserContext();
  await thief.setCookie(...stolen);
  const its = await thief.newPage();
  await its.goto(stage.signIn);
  await says(its, promptText.elsewhere);
  await thief.close();
  expect(await stage.trust.endings()).toContain('copied');
  expect(await eventsOf(stage.world.service, stage.alex, true)).not.toEqual([]);
  await page.goto(stage.signIn);
  await says(page, promptText.choosing);
});

it('asks at the end of the set-up, and not again in this session after a “no”', async () => {
  await plugIn(page, 'security_key');
  await stage.world.invite(await stage.world.addUser('sam'), 'inline');
  await page.goto(stage.world.campus.signIn('sam'));
  await setUpKey(page, 'security_key');
  await answer(page, deviceText.no);
  await page.goto(stage.world.campus.signIn('sam'));
  await says(page, 'Welcome');

  await clearCookies(page);
  await page.goto(stage.world.campus.signIn('sam'));
  await answer(page, deviceText.yes);
});

it('is listed and forgotten in the portal, which a key opens that checks who is there', async () => {
  const key = await plugIn(page, 'security_key', { verifies: true });
  const robin = await stage.world.addUser('robin');
  await stage.world.invite(robin, 'inline');
  await page.goto(stage.world.campus.signIn('robin'));
  await setUpKey(page, 'security_key');
  await answer(page, deviceText.yes);

  await page.goto(`${stage.world.service.origin}/portal`);
  await page.locator('input').fill('robin');
  await press(page, portalText.open);
  await says(page, portalText.title, trustedListText.here, trustedListText.application('Campus Portal'));
  await page.locator(`button::-p-text(${trustedListText.forget})`).click();
  await says(page, trustedListText.none);
  await press(page, portalText.close);
  await says(page, portalText.left);
  expect(await trustOf(stage.world, robin).endings()).toEqual(['forgotten']);
  await key.touched(false);
  await page.goto(stage.world.campus.signIn('robin'));
  await says(page, ceremonyText.asking);
});

it('says what to do where the browser blocks all cookies', async () => {
  const profile = newProfile();
  blockCookies(profile);
  const blocking = await openPlainChromium(stage.world.trust.trustedKey, profile);
  const its = await blocking.tab();
  await its.goto(stage.signIn);
  await says(its, errors.cookies_blocked.say);
  await blocking.close();
  rmSync(profile, { recursive: true, maxRetries: 5 });
});
