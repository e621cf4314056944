import { cpSync } from 'node:fs';
import { type Chromium, newProfile } from './chromium.ts';
import type { World } from './world.ts';

/** Two browsers that are one to everybody else: this one is closed, and opened again from two copies of its profile. */
export async function openTwice(world: World, chromium: Chromium): Promise<[Chromium, Chromium]> {
  await chromium.browser.close();
  const open = (): Promise<Chromium> => {
    const copy = newProfile();
    cpSync(chromium.profile, copy, { recursive: true });
    return world.chromium(copy);
  };
  return Promise.all([open(), open()]);
}
