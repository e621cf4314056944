import browser from 'webextension-polyfill';
import type { Profile, ThisBrowser } from './this-browser.ts';

const systems: Record<string, string> = {
  mac: 'macOS',
  win: 'Windows',
  linux: 'Linux',
  cros: 'ChromeOS',
  android: 'Android',
  openbsd: 'OpenBSD',
};

/** By the token in the user agent; Chrome's stands in the others' as well, so it comes last. */
const brands = { 'Firefox/': 'Firefox', 'Edg/': 'Edge', 'OPR/': 'Opera', 'Chrome/': 'Chrome' };

export const thisBrowser = (): ThisBrowser => ({
  async name() {
    const { os } = await browser.runtime.getPlatformInfo();
    const brand = Object.entries(brands).find(([token]) => navigator.userAgent.includes(token));
    return `${brand?.[1] ?? 'Browser'} on ${systems[os] ?? os}`;
  },
  async profile(): Promise<Profile> {
    // Of the background itself, so a private window beside an ordinary one does not count: it pairs the ordinary one.
    if (browser.extension.inIncognitoContext === true) return 'private';
    return (await isShared()) ? 'shared' : 'own';
  },
});

/** Said by whoever manages this browser; see `tools/build/managed-schema.ts`. */
async function isShared(): Promise<boolean> {
  // Firefox refuses where nothing is managed.
  const managed: Record<string, unknown> = await browser.storage.managed
    .get('sharedComputer')
    .catch(() => ({}));
  return managed.sharedComputer === true;
}
