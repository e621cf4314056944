import type { Method, PairingView } from '../../../lib/protocol/prompt.ts';
import { type CannedPrompt, key, pairing, push } from './canned.ts';
import { failed, keys, prompts, type Shown } from './show-prompt.tsx';

/** The first set-up, before anything is chosen. */
const first = (props: Shown = {}, choices: Method[] = ['platform', 'security_key', 'push']) =>
  prompts({ state: 'enrolling', methods: [], setUp: { step: 'first', choices } }, { method: null, ...props });
/** A browser was paired at this prompt. */
const practises = (state: CannedPrompt) => prompts({ setUp: { step: 'practice', choices: [] }, ...state });
/** Approved, with one more way to set up. */
const another = (choices: Method[], props: Shown = {}, state: CannedPrompt = {}) =>
  prompts(
    { state: 'approved', setUp: { step: 'another', choices }, ...state },
    { method: null, parting: { name: 'another' }, ...props },
  );
const pairs = (part: Partial<PairingView>) => prompts({ state: 'enrolling', pairing: pairing(part) });

/** The first set-up at a prompt, from the reasons for it to one more way. */
export const setUpScreens = {
  'why-1': first({ why: 0 }),
  'why-2': first({ why: 1 }),
  'why-3': first({ why: 2 }),
  'set-up-choice': first(),
  'set-up-no-platform': first({ platform: false }),
  'set-up-private': first({ isPrivate: true }),
  'set-up-one-choice': first({}, ['security_key']),
  practice: practises({ latest: push() }),
  'practice-elsewhere': practises({ latest: push({ kind: 'elsewhere' }) }),
  'practice-denied': practises({ state: 'choosing', latest: push({ state: 'denied', reason: 'mistake' }) }),
  another: another(['platform', 'security_key']),
  'another-no-platform': another(['platform', 'push'], { platform: false }),
  'another-added': another(['push'], { added: 'security_key' }),
  'another-all': another([], { added: 'push' }),
  'another-key': another(['security_key'], { ceremony: key({ adds: true }) }),
  'another-link': another(['push'], { method: 'push' }, { pairing: pairing() }),
  'set-up-key': keys({ adds: true }, { state: 'enrolling', methods: [] }),
  'set-up-key-failed': keys(
    { adds: true, ...failed('authenticator_registered') },
    { state: 'enrolling', methods: [] },
  ),
  'set-up-computer': keys({ adds: true, kind: 'platform' }, { state: 'enrolling', methods: [] }),
  'set-up-link': pairs({}),
  'set-up-link-gone': prompts({ state: 'enrolling', pairing: pairing() }, { link: null }),
  'set-up-claimed': pairs({ state: 'claimed', browser: 'Chrome on Linux' }),
  'set-up-compare': pairs({ state: 'compared', browser: 'Chrome on Linux', digits: '482913' }),
  'set-up-contested': pairs({
    state: 'compared',
    browser: 'Chrome on Linux',
    digits: '482913',
    deviceConfirmed: true,
    contested: true,
  }),
  'set-up-waiting': pairs({ state: 'compared', digits: '482913', pageConfirmed: true }),
  'set-up-done': pairs({ state: 'done' }),
  'set-up-refused': pairs({ state: 'refused' }),
};
