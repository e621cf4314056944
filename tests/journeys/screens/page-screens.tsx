import type { JSX } from 'preact';
import { Ceremony, type CeremonyMatter, type CeremonyStage } from '../../../components/ceremony/ceremony.tsx';
import { Heading } from '../../../components/heading.tsx';
import { ActivationLink } from '../../../components/pairing/activation-link.tsx';
import { Invitation } from '../../../components/pairing/invitation.tsx';
import { Confirmed } from '../../../components/prompt/confirmed.tsx';
import { DeadEnd } from '../../../components/prompt/dead-end.tsx';
import { PageCard } from '../../../components/prompt/page-card.tsx';
import type { PromptPasscode, Snag } from '../../../components/prompt/prompt-screen.ts';
import { TrustedList } from '../../../components/trusted/trusted-list.tsx';
import { OWN_APPLICATION } from '../../../lib/protocol/ids.ts';
import type { PairingView, PromptPush } from '../../../lib/protocol/prompt.ts';
import type { TrustedBrowser, TrustQuestion } from '../../../lib/protocol/trust.ts';
import {
  type CannedPrompt,
  codes,
  everyMethod,
  NOW,
  pairing,
  passcode,
  push,
  question,
  severalTrusted,
  twoBrowsers,
} from './canned.ts';
import { LiveList } from './live-list.tsx';
import { setUpScreens } from './set-up-screens.tsx';
import { actions, failed, keys, link, prompts } from './show-prompt.tsx';

/** A code is to be typed. */
const typing = (part: Partial<PromptPasscode> = {}, state: CannedPrompt = {}) =>
  prompts(
    { state: 'choosing', methods: everyMethod(), ...state },
    { method: 'passcode', passcode: passcode(part) },
  );
/** Approved, with a question. */
const asks = (part: Partial<TrustQuestion> = {}, state: CannedPrompt = {}, storing = false) =>
  prompts({ state: 'approved', trust: question(part), ...state }, { parting: { name: 'question', storing } });
const several: CannedPrompt = { browsers: twoBrowsers, methods: everyMethod() };
/** After too many wrong tries, in a browser that is not paired. */
const lockedElsewhere = everyMethod().map((one) => {
  if (one.method === 'push') return { ...one, ready: false, why: 'locked_elsewhere' };
  return one.method === 'passcode' ? { ...one, ready: false, why: 'locked_out' } : one;
});
const snagged = (snag: Snag) => prompts({ state: 'approved' }, { parting: { name: 'snag', snag } });
const listed =
  (trusted: TrustedBrowser[], busy = false) =>
  () => (
    <PageCard>
      <Heading>Trusted browsers</Heading>
      <TrustedList trusted={trusted} now={NOW} busy={busy} onForget={() => {}} />
    </PageCard>
  );
const ceremonies = (matter: CeremonyMatter, stage: CeremonyStage) => () => (
  <PageCard>
    <Ceremony
      matter={matter}
      stage={stage}
      host="countersign.example.org"
      actions={{ use: () => {}, ownPage: () => {} }}
    />
  </PageCard>
);
const countersign = { id: OWN_APPLICATION, name: 'Countersign' };

const pushes = (part: Partial<PromptPush>) => prompts({ latest: push(part) });
const ended = (part: Partial<PromptPush>, state: CannedPrompt = {}) =>
  prompts({ state: 'choosing', latest: push(part), ...state });
const invitation =
  (part: Partial<PairingView> | null, error: string | null = null) =>
  () => (
    <Invitation
      pairing={part && pairing(part)}
      username={part ? 'sam' : ''}
      link={link}
      connected
      error={error}
      actions={actions}
    />
  );

export const pageScreens: Record<string, () => JSX.Element> = {
  starting: prompts({ state: 'choosing', starts: true, methods: everyMethod() }),
  undecided: prompts(
    { state: 'choosing', opensWith: 'platform', methods: everyMethod() },
    { method: null, held: true },
  ),
  choosing: prompts({ state: 'choosing' }),
  'choosing-several': prompts({ state: 'choosing', ...several }),
  here: pushes({}),
  'here-other-browser': prompts({
    latest: push({ number: '482913', devices: ['Firefox on Windows'] }),
    ...several,
  }),
  'here-several': prompts({
    latest: push({ devices: twoBrowsers.map(({ name }) => name) }),
    ...several,
  }),
  elsewhere: pushes({ kind: 'elsewhere' }),
  'elsewhere-short': pushes({ kind: 'elsewhere', number: '482' }),
  'only-here': pushes({ kind: 'elsewhere', number: null }),
  'only-here-refused': pushes({ kind: 'elsewhere', number: null, elsewhereRefused: true }),
  denied: ended({ state: 'denied', reason: 'mistake' }),
  fraud: ended({ state: 'denied', reason: 'fraud' }, { retryAt: NOW + 1_200_000 }),
  failed: ended({ state: 'failed' }, { retryAt: NOW + 25_000 }),
  'failed-shut': ended({ state: 'failed' }, { methods: lockedElsewhere }),
  expired: ended({ state: 'expired' }),
  withdrawn: ended({ state: 'withdrawn' }),
  'error-shown': prompts({ state: 'choosing' }, { error: 'push_waiting' }),
  offline: prompts({ latest: push() }, { connected: false }),
  'no-device': prompts({
    state: 'choosing',
    methods: [{ method: 'push', ready: false, why: 'push_no_device', devices: [] }],
  }),
  'some-ways': prompts(
    {
      state: 'choosing',
      methods: [
        { method: 'push', ready: false, why: 'push_off', devices: ['Chrome on Linux'] },
        codes({ ready: false, why: 'passcode_off' }),
      ],
    },
    { method: null },
  ),
  'every-way': prompts({ state: 'choosing', methods: everyMethod() }),
  'nothing-here': prompts(
    { state: 'choosing', methods: everyMethod().slice(0, 1) },
    { method: null, platform: false },
  ),
  'here-every-way': prompts({ latest: push(), methods: everyMethod() }),
  'key-starting': keys({ stage: { name: 'starting' } }),
  'key-ready': keys({ stage: { name: 'ready' } }),
  'key-asking': keys(),
  'key-failed': keys(failed('user_verification_missing')),
  'key-cancelled': keys(failed('ceremony_cancelled'), {}, { platform: false }),
  'key-copied': keys(failed('authenticator_clone')),
  'key-added': keys({ added: true, stage: { name: 'ready' } }),
  'computer-ready': keys({ kind: 'platform', stage: { name: 'ready' } }),
  'computer-asking': keys({ kind: 'platform' }),
  'computer-added': keys({ kind: 'platform', added: true, stage: { name: 'ready' } }),
  passcode: typing(),
  'passcode-wrong': typing({ error: 'passcode_wrong', tries: 1 }),
  'passcode-used': typing({ error: 'passcode_used', tries: 2 }),
  'passcode-checking': typing({ stage: 'checking' }),
  'passcode-help-desk': typing({}, { methods: [codes({ devices: ['Code from the help desk'] })] }),
  'passcode-locked-out': typing(
    { error: 'locked_out', tries: 10 },
    { methods: [...everyMethod().slice(0, 2), codes({ ready: false, why: 'locked_out' })] },
  ),
  'step-up': keys({ stage: { name: 'ready' } }, { application: countersign }),
  'step-up-push': prompts({ application: countersign, methods: everyMethod(), latest: push() }),
  'step-up-approved': prompts({ application: countersign, state: 'approved' }),
  'step-up-done': () => (
    <PageCard>
      <Confirmed />
    </PageCard>
  ),
  'ceremony-ready': ceremonies('add_security_key', { name: 'ready' }),
  'ceremony-asking': ceremonies('add_platform', { name: 'asking' }),
  'ceremony-done': ceremonies('add_security_key', { name: 'done' }),
  'ceremony-elsewhere': ceremonies('add_security_key', {
    name: 'failed',
    error: 'ceremony_host',
    offers: ['again', 'own-page'],
  }),
  'ceremony-over': ceremonies('add_platform', {
    name: 'failed',
    error: 'authenticator_registered',
    offers: [],
  }),
  'ceremony-confirm': ceremonies('confirm_platform', { name: 'ready' }),
  ...setUpScreens,
  approved: prompts({ state: 'approved' }),
  'approved-private': prompts({ state: 'approved', trust: question() }, { isPrivate: true }),
  'approved-devices': prompts({ state: 'approved', portal: true }, { manages: true }),
  question: asks(),
  'question-cookie': asks({ holder: 'cookie', hours: 12 }),
  'question-everything': asks({ application: null, hours: 24 }, { portal: true }),
  'question-storing': asks({}, { portal: true }, true),
  'question-unstored': snagged('trust'),
  'devices-refused': snagged('refused'),
  'devices-unreachable': snagged('portal'),
  // What stands in the way opens the other options by itself.
  'devices-chosen': prompts(
    {
      state: 'choosing',
      methods: [...everyMethod().slice(0, 2), codes({ ready: false, why: 'locked_out' })],
    },
    { method: 'passcode', passcode: passcode(), manages: true },
  ),
  'trusted-list': listed(severalTrusted()),
  'trusted-list-busy': listed(severalTrusted(), true),
  'trusted-list-elsewhere': listed(severalTrusted().slice(1)),
  'trusted-list-empty': listed([]),
  'trusted-list-live': () => <LiveList />,
  'locked-elsewhere': prompts({
    state: 'refused',
    refusal: 'locked_elsewhere',
    methods: lockedElsewhere.slice(2),
  }),
  'locked-elsewhere-ways': keys({ stage: { name: 'ready' } }, { methods: lockedElsewhere }),
  'locked-nothing-here': prompts(
    { state: 'choosing', methods: lockedElsewhere.filter(({ method }) => method !== 'security_key') },
    { method: null, platform: false },
  ),
  'locked-out': prompts({ state: 'refused', refusal: 'locked_out' }),
  disabled: prompts({ state: 'refused', refusal: 'user_disabled' }),
  'denied-by-policy': prompts({ state: 'refused', refusal: 'denied_by_policy', helpDesk: null }),
  'took-too-long': prompts({ state: 'expired' }),
  'invitation-opened': invitation(null),
  'invitation-unknown': invitation(null, 'invitation_unknown'),
  'invitation-link': invitation({}),
  'invitation-compare': invitation({ state: 'compared', browser: 'Chrome on Linux', digits: '482913' }),
  'invitation-done': invitation({ state: 'done' }),
  activation: () => (
    <PageCard>
      <ActivationLink link={link} onCopy={actions.copy} />
    </PageCard>
  ),
  'message-cookies': () => (
    <PageCard>
      <DeadEnd code="cookies_blocked" helpDesk={null} />
    </PageCard>
  ),
  message: () => (
    <PageCard>
      <DeadEnd code="transaction_not_yours" helpDesk="Room 12, weekdays 8 to 16, extension 4400." />
    </PageCard>
  ),
};
