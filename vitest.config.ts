import { availableParallelism } from 'node:os';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

/** On two cores vitest would run one file at a time, and most of these wait for a disk or another process. */
const maxWorkers = Math.max(3, availableParallelism() - 1);

/** These bound what hangs, on a machine that is cold and busy: a browser's start alone may take 100 s. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };
const browserPatience = { testTimeout: 240_000, hookTimeout: 240_000 };

const builtPages = { globalSetup: ['tests/built-pages.ts'] };

/** They wait half a minute for a browser that does nothing meanwhile, so they wait together. */
const forAnAlarm = ['tests/journeys/chromium/worker.test.ts', 'tests/journeys/firefox/event-page.test.ts'];

/**
 * `unit` and `builds` are part of `npm run check`; the others drive the real thing. A browser in which notifications,
 * windows and the focus matter wants the machine to itself: `journeys` come after them, one at a time. `alarms` are
 * journeys too, and come last.
 */
export default defineConfig({
  plugins: [preact({ prefreshEnabled: false })],
  test: {
    maxWorkers,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], ...patience } },
      { extends: true, test: { name: 'builds', include: ['tests/builds/**/*.test.ts'], ...patience } },
      {
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], ...builtPages, ...patience },
      },
      {
        extends: true,
        test: {
          name: 'screens',
          include: ['tests/journeys/screens/**/*.test.ts'],
          globalSetup: [...builtPages.globalSetup, 'tests/journeys/screens/built-gallery.ts'],
          ...browserPatience,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          exclude: ['tests/journeys/screens/**', ...forAnAlarm],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...browserPatience,
        },
      },
      {
        extends: true,
        test: {
          name: 'alarms',
          include: forAnAlarm,
          sequence: { groupOrder: 2 },
          ...browserPatience,
        },
      },
    ],
  },
});
