import { SECOND } from '../ports/clock.ts';
import type { Rooms } from './rooms.ts';

/** Session entry: when the clipboard is to be cleared. */
const KEY = 'clipboard';
/** So long a copied code may be pasted; no browser rings an alarm sooner. */
const LIFE = 30 * SECOND;
export const CLEAR_CLIPBOARD = 'clear-clipboard';

/** The person is about to copy a code: a page that is closed at once has said so before. */
export async function copyPasscode({ vault, ports }: Rooms): Promise<void> {
  const { state, clearsClipboard } = await vault.view();
  // A printed code may be copied by somebody who keeps no others.
  if (state === 'open') await vault.touch();
  if (!clearsClipboard) return;
  const at = ports.clock.now() + LIFE;
  await ports.session.set(KEY, at);
  await ports.alarms.at(CLEAR_CLIPBOARD, at);
}

/** Clears the clipboard if a copied code has been there long enough, and waits on if not. Harmless when repeated. */
export async function clearClipboard({ ports }: Rooms): Promise<void> {
  const { session, clock, alarms, clipboard } = ports;
  const at = await session.get(KEY);
  if (typeof at !== 'number') return;
  const left = at - clock.now();
  // More than there ever was: the clock was turned back.
  if (left > 0 && left <= LIFE) return alarms.at(CLEAR_CLIPBOARD, at);
  await clipboard.clear();
  // A code that was copied meanwhile has its own time.
  if ((await session.get(KEY)) === at) await session.remove(KEY);
}
