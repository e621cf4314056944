import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { step } from '../setup/step.mjs';

/** Plays one scene, prints its time, and keeps a picture of the page that it ends on. */
export type Scene = (title: string, play: () => Promise<Page>) => Promise<Page>;

/** Numbered pictures in an empty folder. */
export function openAlbum(folder: string): Scene {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let count = 0;
  return async (title, play) => {
    count += 1;
    const number = String(count).padStart(2, '0');
    const page = await step(`${number} ${title}`, play);
    await page.screenshot({ path: join(folder, `${number}-${nameOf(title)}.png`) });
    return page;
  };
}

const nameOf = (title: string): string => title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
