import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What is built, by which command, into what, from what. Paths start at the project's folder. */
export interface Target {
  says: string;
  /** A JavaScript file in node_modules, and its arguments. */
  command: readonly [string, ...string[]];
  env: Record<string, string>;
  /** A file that the build writes anew each time. */
  output: string;
  sources: readonly string[];
}

const everywhere = ['components', 'lib', 'package-lock.json', 'tsconfig.json'];
const vite = 'node_modules/vite/bin/vite.js';
const wxt = 'node_modules/wxt/bin/wxt.mjs';
/** The host that the test build's manifest grants; the shipping build grants none. */
const testHost = { COUNTERSIGN_TEST_HOST: 'https://localhost' };

const extension = (says: string, browser: string, env: Record<string, string> = {}): Target => ({
  says,
  command: [wxt, 'build', '-b', browser],
  env,
  output: `.output/${'COUNTERSIGN_TEST_HOST' in env ? 'test-' : ''}${browser}-mv3/manifest.json`,
  sources: [...everywhere, 'entrypoints', 'public', 'wxt.config.ts', 'tools/build'],
});

export const targets = {
  pages: {
    says: 'the pages of the service',
    command: [vite, 'build', '-c', 'service/pages/vite.config.ts', '--logLevel', 'warn'],
    // Said here, since a test runner's own would make larger pages than those that people load.
    env: { NODE_ENV: 'production' },
    output: '.output/pages/prompt.html',
    sources: [...everywhere, 'service/pages'],
  },
  chrome: extension('the extension for Chrome', 'chrome'),
  firefox: extension('the extension for Firefox', 'firefox'),
  'test-chrome': extension('the extension for Chrome, test build', 'chrome', testHost),
  'test-firefox': extension('the extension for Firefox, test build', 'firefox', testHost),
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;

/** Whether the target is missing, or older than anything that it is made from. */
export function isStale(root: string, { output, sources }: Target): boolean {
  const built = changedAt(join(root, output));
  return sources.some((source) => newest(join(root, source)) > built);
}

/** When the newest thing below a path changed, in milliseconds; a folder changes when something leaves it. */
function newest(path: string): number {
  const below = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
    : [];
  return Math.max(changedAt(path), ...below.map((name) => changedAt(join(path, name))));
}

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
