import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errors } from '../../../lib/protocol/errors.ts';
import { plugIn } from '../driver/authenticator.ts';
import { openPlainChromium } from '../driver/plain-chromium.ts';
import { says } from '../driver/screen.ts';
import { setUpKey } from '../driver/set-up.ts';
import { openWorld, type World } from '../driver/world.ts';
import { openRelay } from './relay.ts';

/** What a relay, which numbers do not stop, gets from somebody who signs in with a key: nothing. */
let world: World;
let plain: Awaited<ReturnType<typeof openPlainChromium>>;
let page: Page;
beforeAll(async () => {
  world = await openWorld();
  plain = await openPlainChromium(world.trust.trustedKey);
  page = await plain.tab();
  await plugIn(page, 'security_key');
  await world.invite(await world.addUser('alex'), 'inline');
  await page.goto(world.campus.signIn('alex'));
  await setUpKey(page, 'security_key');
  await says(page, 'Welcome');
});
afterAll(async () => {
  await plain.close();
  await world.close();
});

const uses = async () => {
  const { db } = world.service.rooms.floor;
  const found = await db.read.selectFrom('credentials').select('last_used_at').executeTakeFirstOrThrow();
  return found.last_used_at;
};

it.each([
  { name: '127.0.0.1', whose: 'another host', stopped: 'by the browser', error: 'ceremony_host' },
  { name: 'localhost', whose: 'the same host', stopped: 'by the service', error: 'ceremony_origin' },
] as const)('is stopped $stopped where it is $whose at another port', async ({ name, error }) => {
  const before = await uses();
  const targets = { service: world.service.origin, site: world.campus.base };
  const relay = await openRelay(targets, { ...world.trust, name });
  await page.goto(`${relay.base}/sign-in?user=alex`);
  await says(page, errors[error].say);
  expect(new URL(page.url()).host).toBe(relay.host);
  expect(await uses()).toBe(before);
  expect(relay.loot).toEqual([]);
  await page.goto('about:blank');
  await relay.close();
});
