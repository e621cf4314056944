import { findChromium, findFirefox, findOnPath, puppeteerCache } from './find.mjs';
import { run } from './run.mjs';
import { Stop, step } from './step.mjs';

/** @typedef {keyof typeof programs} Program */
/** @typedef {{ root: string, node: string }} Place */

/**
 * What set-up can provide: how to find it, Debian's package, what `@puppeteer/browsers` calls it (it has only
 * browsers), and the environment variable that tells later programs where it is.
 */
const programs = {
  chromium: {
    find: findChromium,
    debian: 'chromium',
    puppeteer: 'chrome@stable',
    env: 'COUNTERSIGN_BROWSER',
  },
  firefox: {
    find: findFirefox,
    debian: 'firefox-esr',
    puppeteer: 'firefox@stable',
    env: 'COUNTERSIGN_FIREFOX',
  },
  xvfb: { find: () => findOnPath(['Xvfb']), debian: 'xvfb', puppeteer: null, env: 'COUNTERSIGN_XVFB' },
  xdotool: {
    find: () => findOnPath(['xdotool']),
    debian: 'xdotool',
    puppeteer: null,
    env: 'COUNTERSIGN_XDOTOOL',
  },
};

/**
 * Finds the programs, installs those that are missing, and answers where they are. Without a browser nothing can
 * go on; without the others, the tests that need them fail with their own sentence.
 *
 * @param {Place & { programs: readonly Program[] }} options
 * @returns {Promise<Record<string, string>>} environment variables
 */
export async function provideBrowsers({ programs: wanted, ...place }) {
  const missing = wanted.filter((name) => !programs[name].find());
  if (missing.length > 0) await install(missing, place);
  const found = wanted.flatMap((name) => {
    const path = programs[name].find();
    if (path) return [[programs[name].env, path]];
    if (programs[name].puppeteer) throw new Stop(advice(name));
    console.warn(`  ${name} is missing and could not be installed; the journeys that need it will fail.`);
    return [];
  });
  return Object.fromEntries(found);
}

/**
 * @param {readonly Program[]} missing
 * @param {Place} place
 */
async function install(missing, place) {
  if (process.getuid?.() === 0 && findOnPath(['apt-get'])) await installWithApt(missing).catch(goOn);
  for (const name of missing) {
    const { find, puppeteer } = programs[name];
    if (puppeteer && !find()) await installWithPuppeteer(puppeteer, place).catch(goOn);
  }
}

/** @param {readonly Program[]} missing */
async function installWithApt(missing) {
  const packages = missing.map((name) => programs[name].debian);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step('Reading the lists of packages (apt-get update)', () => run('apt-get', ['update'], { env }));
  await step(`Installing ${packages.join(', ')} (apt-get install)`, () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env }),
  );
}

/**
 * @param {string} browser
 * @param {Place} place
 */
function installWithPuppeteer(browser, { root, node }) {
  const cli = 'node_modules/@puppeteer/browsers/lib/main-cli.js';
  return step(`Downloading ${browser} (@puppeteer/browsers)`, () =>
    run(node, [cli, 'install', browser, '--path', puppeteerCache()], { cwd: root }),
  );
}

/**
 * Shows why a way to install failed, and lets the next one be tried.
 *
 * @param {unknown} error
 */
function goOn(error) {
  if (!(error instanceof Stop)) throw error;
  console.warn(error.message);
}

/** @param {Program} name */
function advice(name) {
  return `No ${name} was found, and none could be installed. Install it, or name one with ${programs[name].env}=<path>.`;
}
