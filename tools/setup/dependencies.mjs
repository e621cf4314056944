import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from './run.mjs';
import { Stop, step } from './step.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} Entry */
/** @typedef {{ packages: Record<string, Entry> }} Lock */

/**
 * Installs what package-lock.json says, unless exactly that is installed.
 *
 * @param {string} root
 */
export async function provideDependencies(root) {
  if (dependenciesAreInstalled(root)) return;
  if (process.platform === 'win32' && process.execPath.startsWith(join(root, 'node_modules')))
    throw new Stop('The dependencies have changed. Run "npm ci", then try again.');
  await step('Installing the locked dependencies (npm ci)', () => run(...npmCi(root)));
}

/**
 * Whether node_modules holds the versions of package-lock.json. npm writes its own record of what it installed
 * as the last thing it does, so a broken-off installation has none.
 *
 * @param {string} root
 */
export function dependenciesAreInstalled(root) {
  const locked = readLock(join(root, 'package-lock.json'));
  const present = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!locked) throw new Stop('package-lock.json is missing or damaged. Restore it, then try again.');
  if (!present) return false;
  return Object.entries(locked.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = present.packages[path];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Lock | null}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * @param {string} root
 * @returns {Parameters<typeof run>}
 */
function npmCi(root) {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, env: { PUPPETEER_SKIP_DOWNLOAD: '1' } };
  const npm = process.env.npm_execpath;
  // The npm that started us, where there is one: `npm` on the path may be another.
  if (npm && basename(npm) === 'npm-cli.js') return [process.execPath, [npm, ...args], options];
  return ['npm', args, options];
}
