import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findChromium, findFirefox } from '../../../tools/setup/find.mjs';
import { scratch } from './scratch.ts';

const files = {
  'path/chromium': '',
  'path/firefox-esr': '',
  'cache/chrome/linux-99.0.1/chrome-linux64/chrome': '',
  'cache/chrome/linux-142.0.2/chrome-linux64/chrome': '',
  'named/browser': '',
};
let folder: string;

beforeEach(() => {
  folder = scratch(files);
  for (const name of ['COUNTERSIGN_BROWSER', 'CHROME_PATH', 'COUNTERSIGN_FIREFOX']) vi.stubEnv(name, '');
  vi.stubEnv('PATH', join(folder, 'path'));
  vi.stubEnv('PUPPETEER_CACHE_DIR', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('the named browser comes first', () => {
  vi.stubEnv('CHROME_PATH', join(folder, 'path/chromium'));
  vi.stubEnv('COUNTERSIGN_BROWSER', join(folder, 'named/browser'));
  expect(findChromium()).toBe(join(folder, 'named/browser'));
});

test('a named browser that does not exist is not passed over in silence', () => {
  vi.stubEnv('COUNTERSIGN_BROWSER', '/nowhere/chrome');
  expect(() => findChromium()).toThrow('COUNTERSIGN_BROWSER names /nowhere/chrome, which does not exist.');
});

test('then the newest in the cache of puppeteer', () => {
  expect(findChromium()).toBe(join(folder, 'cache/chrome/linux-142.0.2/chrome-linux64/chrome'));
});

test('then what is on the path', () => {
  vi.stubEnv('PUPPETEER_CACHE_DIR', join(folder, 'nothing'));
  expect(findChromium()).toBe(join(folder, 'path/chromium'));
  expect(findFirefox()).toBe(join(folder, 'path/firefox-esr'));
});
