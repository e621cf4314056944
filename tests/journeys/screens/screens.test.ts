import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gallery, openGallery, root } from './open-gallery.ts';

/**
 * Every screen as a picture: in light and dark, narrow and wide, saved to `.output/screens/` and checked by axe.
 */
const pictures = `${root}.output/screens`;
const widths = {
  popup: [360],
  page: [320, 1024],
  options: [360, 1024],
  ceremony: [320, 1024],
  portal: [320, 1024],
} as const;

let gallery: Gallery;

beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  gallery = await openGallery();
});

afterAll(() => gallery?.close());

const violations = (): Promise<string[]> =>
  gallery.page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });

/** A picture cannot be of any height, and ten thousand rows look alike. */
const isShort = (): Promise<boolean> =>
  gallery.page.evaluate(() => document.documentElement.scrollHeight < 8_000);

const isTooWide = (): Promise<boolean> =>
  gallery.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

describe.each(['popup', 'page', 'options', 'ceremony', 'portal'] as const)('%s', (surface) => {
  test.each(['light', 'dark'] as const)(
    'has no axe violation in any state and fits, in %s',
    async (scheme) => {
      const { page } = gallery;
      const found: Record<string, string[]> = {};
      const names = await gallery.open(surface);
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      for (const width of widths[surface]) {
        await page.setViewport({ width, height: 640 });
        for (const name of names) {
          await gallery.show(name);
          // Width changes no role, name or colour: axe looks once.
          const faults = width === widths[surface][0] ? await violations() : [];
          if (await isTooWide()) faults.push('wider than the window');
          if (faults.length > 0) found[`${name} ${width}`] = faults;
          await page.screenshot({
            path: `${pictures}/${surface}-${name}-${scheme}-${width}.png`,
            fullPage: await isShort(),
            // The file is larger then, and nobody keeps it.
            optimizeForSpeed: true,
          });
        }
      }
      expect(names.length).toBeGreaterThan(2);
      expect(found).toEqual({});
    },
  );
});
