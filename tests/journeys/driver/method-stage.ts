import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { promptText, requestText } from '../../../components/sentences.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import { defaultPolicy } from '../../../service/policies/policy.ts';
import { giveToken } from '../../contract/passcode/set-up.ts';
import { openCampus } from './campus.ts';
import type { Chromium } from './chromium.ts';
import { settingsOf } from './methods.ts';
import { press, says } from './screen.ts';
import { clearCookies } from './trusted.ts';
import type { PairedBrowser } from './trusted-journeys.ts';
import { openWorld, type World } from './world.ts';

const HOUR = 3_600_000;

/** A browser in which a person can be set up at a prompt. */
export interface MethodsBrowser extends PairedBrowser {
  /** Pairs one account more, from the button on this page that offers it until both sides have confirmed. */
  pairAt(page: Page): Promise<void>;
}

export type Pair = (world: World, user: UserId) => Promise<MethodsBrowser>;

/** Alex, who has paired two browsers and holds a token that makes codes. */
export interface MethodStage {
  world: World;
  alex: UserId;
  /** The one whose journeys these are. */
  browser: MethodsBrowser;
  /** What the service calls it. */
  device: { id: DeviceId; name: string };
  /** The other one, always a Chromium. */
  laptop: Chromium;
  settings: ReturnType<typeof settingsOf>;
  library: Awaited<ReturnType<typeof openCampus>>;
  atCampus: string;
  atLibrary: string;
  /** A tab of `browser`, in front. */
  page: Page;
  /** The token's next code. */
  nextCode(): string;
  /** Approves by one click what a page of `browser` waits for. */
  approve(at?: Page, site?: string): Promise<void>;
}

/** Opens all of it before the tests of a file. Each test finds settings, policy and cookies as they are in the beginning. */
export function useMethodStage(pair: Pair): MethodStage {
  // Filled in before the first test.
  const stage = {} as MethodStage;
  beforeAll(async () => {
    const world = await openWorld();
    const library = await openCampus(world.service, 'Library');
    const alex = await world.addUser('alex');
    const token = await giveToken(world.service, { user: alex });
    let codes = 0;
    Object.assign(stage, {
      world,
      alex,
      library,
      settings: settingsOf(world, alex),
      atCampus: world.campus.signIn('alex'),
      atLibrary: library.signIn('alex'),
      nextCode: () => token.at(codes++),
      async approve(at = stage.page, site = 'Campus Portal'): Promise<void> {
        await says(at, promptText.here);
        await stage.browser.inPopup(at, async (popup) => {
          await press(popup, requestText.approveLabel(site));
          await says(popup, requestText.results.approved);
        });
      },
    });
    stage.laptop = await world.paired(alex);
    await rename(world, alex, 'Laptop');
    stage.browser = await pair(world, alex);
    const [device] = (await world.service.rooms.devices.active(alex)).slice(-1);
    if (device) stage.device = device;
  });
  beforeEach(async () => {
    stage.page = await stage.browser.tab('about:blank');
    await clearCookies(stage.page);
  });
  afterEach(async () => {
    await Promise.all([stage.browser.closeAll(), stage.laptop.closeAll()]);
    await stage.settings.forget();
    await stage.world.service.setPolicy(defaultPolicy);
    await stage.world.service.advance(HOUR);
  });
  afterAll(async () => {
    await stage.library?.close();
    await stage.world?.close();
  });
  return stage;
}

/** Both browsers may be of one kind, and would have one name. */
async function rename({ service }: World, user: UserId, name: string): Promise<void> {
  const { floor } = service.rooms;
  await floor.db.write((tx) =>
    tx.query.updateTable('devices').set({ name }).where('user_id', '=', user).execute(),
  );
}
