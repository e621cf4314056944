/** The browser and the system that a user agent names; `unknown` where it names none that we know. */
export interface AccessDevice {
  browser: string;
  browser_version: string;
  os: string;
  os_version: string;
}

/** In this order, since later ones are also named by the agents of earlier ones. */
const BROWSERS: readonly [name: string, version: RegExp][] = [
  ['Edge', /Edg\/([\d.]+)/],
  ['Opera', /OPR\/([\d.]+)/],
  ['Firefox', /Firefox\/([\d.]+)/],
  ['Chrome', /Chrome\/([\d.]+)/],
  ['Safari', /Version\/([\d.]+).* Safari\//],
];

const SYSTEMS: readonly [name: string, version: RegExp][] = [
  ['Windows', /Windows NT ([\d.]+)/],
  ['Android', /Android ([\d.]+)/],
  ['iOS', /(?:iPhone|CPU) OS ([\d_]+)/],
  ['Mac OS X', /Mac OS X ([\d_.]+)/],
  ['Chrome OS', /CrOS \w+ ([\d.]+)/],
  ['Linux', /Linux()/],
];

export function readUserAgent(userAgent: string): AccessDevice {
  const [browser, browserVersion] = find(BROWSERS, userAgent);
  const [os, osVersion] = find(SYSTEMS, userAgent);
  return { browser, browser_version: browserVersion, os, os_version: osVersion };
}

function find(table: readonly [string, RegExp][], userAgent: string): [name: string, version: string] {
  for (const [name, pattern] of table) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return [name, version.replaceAll('_', '.') || 'unknown'];
  }
  return ['unknown', 'unknown'];
}
