import { hostPattern } from '../ports/host-pattern.ts';
import type { PageBrowser } from '../ports/page-browser.ts';
import type { Profile } from '../ports/this-browser.ts';
import { send } from './messages.ts';
import type { Tell } from './tell.ts';

/** A pairing as messages, for each of our pages that can show one. */
export const pairingSteps = ({ browser, tell }: { browser: Pick<PageBrowser, 'allow'>; tell: Tell }) => ({
  profile: readProfile,
  offer: (link: string) => tell('pairing.offer', { link }),
  allow: (origin: string) => browser.allow(hostPattern(origin)).catch(() => false),
  start: () => tell('pairing.start', {}),
  answer: (match: boolean) => tell('pairing.answer', { match }),
  cancel: () => tell('pairing.cancel', {}),
});

/** Whose this browser profile is; one's own where nothing tells otherwise. */
async function readProfile(): Promise<Profile> {
  const reply = await send('profile.get', {});
  return reply.ok ? reply.value.profile : 'own';
}
