import browser, { type Notifications } from 'webextension-polyfill';
import type { Notifier } from './notifier.ts';
import type { Toolbar } from './toolbar.ts';

const BADGE_COLOUR = '#0b6a5e';

/** Firefox has `onButtonClicked` but throws a type error on `buttons`, so only its name tells. */
const isFirefox = () => browser.runtime.getURL('').startsWith('moz-extension:');

/** The members that Chromium alone knows. */
type Options = Notifications.CreateNotificationOptions & {
  buttons?: { title: string }[];
  requireInteraction?: boolean;
};

export const notifier = (): Notifier => {
  const canAct = !isFirefox();
  return {
    canAct,
    async show(id, { title, message, buttons }) {
      const iconUrl = browser.runtime.getURL('icon/128.png');
      const options: Options = { type: 'basic', iconUrl, title, message };
      if (canAct) {
        options.requireInteraction = true;
        options.buttons = buttons.map((button) => ({ title: button }));
      }
      await browser.notifications.create(id, options);
    },
    async withdraw(id) {
      await browser.notifications.clear(id);
    },
    shown: async () => Object.keys(await browser.notifications.getAll()),
  };
};

export const toolbar = (): Toolbar => ({
  async show({ text, title }) {
    await Promise.all([
      browser.action.setBadgeText({ text }),
      browser.action.setBadgeBackgroundColor({ color: BADGE_COLOUR }),
      browser.action.setTitle({ title }),
    ]);
  },
  async openPopup() {
    try {
      await browser.action.openPopup();
      return true;
    } catch {
      await focusWindow();
      return false;
    }
  },
});

async function focusWindow(): Promise<void> {
  try {
    const { id } = await browser.windows.getLastFocused();
    if (id !== undefined) await browser.windows.update(id, { focused: true });
  } catch {
    // There is no window; the badge remains.
  }
}
