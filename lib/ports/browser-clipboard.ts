import browser from 'webextension-polyfill';
import type { Clipboard } from './clipboard.ts';

/** Chromium's alone: its worker has no document, and only a document reaches the clipboard. */
interface Offscreen {
  createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
  closeDocument(): Promise<void>;
}
const only = browser as unknown as { offscreen?: Offscreen };

/** Firefox's event page is a document, and with `clipboardWrite` it needs no click. */
export const clipboard = (): Clipboard => ({
  clear: () => (only.offscreen ? clearBy(only.offscreen) : navigator.clipboard.writeText('')),
});

/** The page clears the clipboard while it loads, and closes itself. */
async function clearBy(offscreen: Offscreen): Promise<void> {
  // One that is still open would keep this one from opening.
  await offscreen.closeDocument().catch(() => undefined);
  await offscreen.createDocument({
    url: 'clipboard.html',
    reasons: ['CLIPBOARD'],
    justification: 'Clears a copied passcode from the clipboard.',
  });
}
