import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFirefox } from '../../../tools/setup/find.mjs';
import { STARTS_WITHIN } from '../../../tools/start/browser.ts';
import { until } from '../driver/until.ts';
import { connectMarionette } from './marionette.ts';

const EXTENSION = join(import.meta.dirname, '../../../.output/test-firefox-mv3');
const NAME = 'countersign@example.org';
/** Firefox draws one for each profile; a fixed one lets a test name the extension's pages. */
const HOST = '11111111-2222-4333-8444-555555555555';

const preferences = {
  'marionette.port': 0,
  'extensions.webextensions.uuids': JSON.stringify({ [NAME]: HOST }),
  'security.webauth.webauthn_enable_softtoken': true,
  'security.webauth.webauthn_enable_usbtoken': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'network.captive-portal-service.enabled': false,
};

/** What to find on a page: an element by its selector, that shows these words. */
const find = `
  const [selector, words] = arguments;
  return [...document.querySelectorAll(selector)].find((one) => one.textContent.includes(words)) ?? null;`;

/** Firefox with the extension and with an authenticator made of software. */
export async function openFirefox() {
  const executable = findFirefox();
  if (!executable) throw new Error('No Firefox was found. Name one with COUNTERSIGN_FIREFOX=<path>.');
  const profile = mkdtempSync(join(tmpdir(), 'countersign-firefox-'));
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const firefox = spawn(
    executable,
    ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile],
    { stdio: 'ignore' },
  );
  const port = await until(() => activePort(profile), Boolean, STARTS_WITHIN);
  const marionette = await connectMarionette(port);
  const { send } = marionette;
  await send('WebDriver:NewSession', { acceptInsecureCerts: true });
  await send('Addon:Install', { path: EXTENSION, temporary: true });

  const read = (script: string, args: unknown[] = []): Promise<unknown> =>
    send('WebDriver:ExecuteScript', { script, args });
  const text = async (): Promise<string> =>
    String(await read('return document.body.innerText;').catch(() => ''));

  /** False where nothing shows these words, or no longer: a page may change between the look and the press. */
  async function tryToPress(words: string, selector = 'button:not([aria-disabled=true])'): Promise<boolean> {
    const found = await read(find, [selector, words]).catch(() => null);
    if (found === null) return false;
    const [id] = Object.values(found as Record<string, string>);
    return send('WebDriver:ElementClick', { id }).then(
      () => true,
      (error: Error) => {
        if (!error.message.startsWith('stale element')) throw error;
        return false;
      },
    );
  }

  return {
    /** An authenticator: a key, or the computer's own. */
    async plugIn(transport: 'internal' | 'usb') {
      const authenticatorId = await send('WebAuthn:AddVirtualAuthenticator', {
        protocol: 'ctap2_1',
        transport,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserConsenting: true,
        isUserVerified: true,
      });
      return {
        unplug: () => send('WebAuthn:RemoveVirtualAuthenticator', { authenticatorId }),
        /** From now on it recognises the person, or somebody else. */
        verifies: (isUserVerified: boolean) =>
          send('WebAuthn:SetUserVerified', { authenticatorId, isUserVerified }),
      };
    },
    goTo: (url: string) => send('WebDriver:Navigate', { url }),
    extensionPage: (path: string) => send('WebDriver:Navigate', { url: `moz-extension://${HOST}/${path}` }),
    /** Opens a tab and goes on in it. */
    async newTab(): Promise<string> {
      const { handle } = (await send('WebDriver:NewWindow', { type: 'tab' })) as { handle: string };
      await send('WebDriver:SwitchToWindow', { handle });
      return handle;
    },
    tabs: async (): Promise<string[]> => (await send('WebDriver:GetWindowHandles')) as string[],
    tab: async (): Promise<string> => String(await send('WebDriver:GetWindowHandle')),
    switchTo: (handle: string) => send('WebDriver:SwitchToWindow', { handle }),
    closeTab: () => send('WebDriver:CloseWindow'),
    address: async (): Promise<string> => String(await send('WebDriver:GetCurrentURL')),
    read,
    text,
    /** Waits until all of these words are to be read. */
    async says(...words: string[]): Promise<void> {
      await until(text, (shown) => words.every((part) => shown.includes(part))).catch((error: Error) => {
        throw new Error(`“${words.join('”, “')}” did not show; ${error.message}`);
      });
    },
    tryToPress,
    /** Presses what shows these words, with the mouse. */
    async press(words: string, selector?: string): Promise<void> {
      await until(() => tryToPress(words, selector)).catch(async () => {
        throw new Error(`“${words}” could not be pressed on: ${await text()}`);
      });
    },
    async type(selector: string, words: string): Promise<void> {
      const found = await until(() => read('return document.querySelector(arguments[0]);', [selector]));
      const [id] = Object.values(found as Record<string, string>);
      await send('WebDriver:ElementSendKeys', { id, text: words });
    },
    async close(): Promise<void> {
      await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
      marionette.close();
      if (firefox.exitCode === null) await once(firefox, 'exit');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type Firefox = Awaited<ReturnType<typeof openFirefox>>;

/** Firefox writes down which port it drew; 0 as long as it has not. */
function activePort(profile: string): number {
  try {
    return Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8'));
  } catch {
    return 0;
  }
}
