import puppeteer, { type Browser, type Extension } from 'puppeteer-core';
import { Stop } from '../setup/step.mjs';

/** From a disk that is cold, on a machine that is busy, a browser takes long; in milliseconds. */
export const STARTS_WITHIN = 100_000;

export interface BrowserOptions {
  executable: string;
  /** The extension's folder. */
  extension: string;
  profile: string;
  /** SHA-256 of the service's public key, the one thing that this browser trusts beyond its own list. */
  trustedKey: string;
  headless: boolean;
}

/**
 * Opens a browser with a profile of its own and the extension in it.
 *
 * @throws {Stop} when it does not start
 */
export async function openBrowser(
  options: BrowserOptions,
): Promise<{ browser: Browser; extension: Extension }> {
  const browser = await launch(options).catch((error: Error) => {
    throw new Stop(
      `${error.message}\n\nThe browser ${options.executable} did not start. Close it if it is open with this ` +
        'profile, name another with COUNTERSIGN_BROWSER=<path>, or go without: COUNTERSIGN_BROWSER=none.',
    );
  });
  const id = await browser.installExtension(options.extension);
  const extension = (await browser.extensions()).get(id);
  if (!extension) throw new Error('The browser did not take the extension.');
  return { browser, extension };
}

const launch = ({ executable, profile, trustedKey, headless }: BrowserOptions): Promise<Browser> =>
  puppeteer.launch({
    executablePath: executable,
    headless,
    userDataDir: profile,
    pipe: true,
    timeout: STARTS_WITHIN,
    enableExtensions: true,
    defaultViewport: headless ? { width: 1_000, height: 760 } : null,
    // Ctrl-C is ours to handle: the servers are to stop as well.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      `--ignore-certificate-errors-spki-list=${trustedKey}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(headless ? ['--disable-gpu'] : []),
      // Chromium's own sandbox refuses to work for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });

/** Whether a window could be shown. */
export const hasDisplay = (): boolean =>
  ['win32', 'darwin'].includes(process.platform) ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
