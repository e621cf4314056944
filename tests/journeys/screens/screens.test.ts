import { mkdir } from 'node:fs/promises';
import type { RunOptions } from 'axe-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe, type Gallery, openGallery, root } from './open-gallery.ts';

/**
 * Every screen, checked by axe in light and dark, and as two pictures in `.output/screens/`: narrow and dark, wide and
 * light.
 */
const pictures = `${root}.output/screens`;
const widths = {
  popup: { narrow: 360, wide: 360 },
  page: { narrow: 320, wide: 1024 },
  options: { narrow: 360, wide: 1024 },
  ceremony: { narrow: 320, wide: 1024 },
  portal: { narrow: 320, wide: 1024 },
} as const;

let gallery: Gallery;

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

type Scheme = 'light' | 'dark';

/** Of what axe asks, the dark changes the colours alone. It would load sounds and films again, of which there are none. */
const questions: Record<Scheme, RunOptions> = {
  light: { preload: false },
  dark: { preload: false, runOnly: ['color-contrast', 'link-in-text-block'] },
};

const violations = (scheme: Scheme): Promise<string[]> =>
  gallery.page.evaluate(async (options) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, questions[scheme]);

/** Without motion, so that the new colours are there at once. */
const turn = (scheme: Scheme): Promise<void> =>
  gallery.page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);

/** A picture cannot be of any height, and ten thousand rows look alike. */
const isShort = (): Promise<boolean> =>
  gallery.page.evaluate(() => document.documentElement.scrollHeight < 8_000);

const isTooWide = (): Promise<boolean> =>
  gallery.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

const takePicture = async (name: string): Promise<unknown> =>
  gallery.page.screenshot({
    path: `${pictures}/${name}.png`,
    fullPage: await isShort(),
    // The file is larger then, and nobody keeps it.
    optimizeForSpeed: true,
  });

test.each(['popup', 'page', 'options', 'ceremony', 'portal'] as const)(
  '%s has no axe violation in any state, in light and dark, and fits',
  async (surface) => {
    const found: Record<string, string[]> = {};
    const names = await gallery.open(surface);
    await gallery.page.addScriptTag({ path: axe });
    const { narrow, wide } = widths[surface];

    await gallery.page.setViewport({ width: narrow, height: 640 });
    for (const name of names) {
      await gallery.show(name);
      if (await isTooWide()) found[`${name} ${narrow}`] = ['wider than the window'];
      for (const scheme of ['light', 'dark'] as const) {
        await turn(scheme);
        const faults = await violations(scheme);
        if (faults.length > 0) found[`${name} ${scheme}`] = faults;
      }
      await takePicture(`${surface}-${name}-dark-${narrow}`);
    }

    // The width changes no role, name or colour.
    await turn('light');
    await gallery.page.setViewport({ width: wide, height: 640 });
    for (const name of names) {
      await gallery.show(name);
      if (await isTooWide()) found[`${name} ${wide}`] = ['wider than the window'];
      await takePicture(`${surface}-${name}-light-${wide}`);
    }
    expect(names.length).toBeGreaterThan(2);
    expect(found).toEqual({});
  },
);
