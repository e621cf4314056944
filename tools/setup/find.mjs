import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Stop } from './step.mjs';

/** A Chromium or Chrome: the one that was named, puppeteer's, or the system's. */
export function findChromium() {
  return (
    named('COUNTERSIGN_BROWSER') ??
    named('CHROME_PATH') ??
    cached('chrome', [
      'chrome-linux64/chrome',
      'chrome-win64/chrome.exe',
      'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    ]) ??
    findOnPath(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) ??
    firstExisting([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      ...windowsPrograms('Google/Chrome/Application/chrome.exe'),
    ])
  );
}

/** A Firefox, in the same order. */
export function findFirefox() {
  return (
    named('COUNTERSIGN_FIREFOX') ??
    cached('firefox', ['firefox/firefox', 'firefox/firefox.exe', 'Firefox.app/Contents/MacOS/firefox']) ??
    findOnPath(['firefox-esr', 'firefox']) ??
    firstExisting([
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      ...windowsPrograms('Mozilla Firefox/firefox.exe'),
    ])
  );
}

/** @param {readonly string[]} names */
export function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return firstExisting(names.flatMap((name) => folders.map((folder) => join(folder, name))));
}

export const puppeteerCache = () => process.env.PUPPETEER_CACHE_DIR ?? join(homedir(), '.cache', 'puppeteer');

/** @param {string} variable */
function named(variable) {
  const path = process.env[variable];
  if (path && !existsSync(path)) throw new Stop(`${variable} names ${path}, which does not exist.`);
  return path || undefined;
}

/**
 * @param {string} browser
 * @param {readonly string[]} binaries where the binary is in a version's folder
 */
function cached(browser, binaries) {
  const folder = join(puppeteerCache(), browser);
  if (!existsSync(folder)) return undefined;
  const newestFirst = readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return firstExisting(
    newestFirst.flatMap((version) => binaries.map((binary) => join(folder, version, binary))),
  );
}

/** @param {string} path */
function windowsPrograms(path) {
  const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
  return folders.flatMap((folder) => (folder ? [join(folder, path)] : []));
}

/** @param {readonly string[]} paths */
function firstExisting(paths) {
  return paths.find((path) => path !== '' && existsSync(path));
}
