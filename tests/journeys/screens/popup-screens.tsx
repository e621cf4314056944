import type { JSX } from 'preact';
import { PairingWays } from '../../../components/pairing/pairing-ways.tsx';
import { NothingKnown } from '../../../components/popup/nothing-known.tsx';
import { Popup, type PopupProps } from '../../../components/popup/popup.tsx';
import type { PopupActions } from '../../../components/popup/popup-actions.ts';
import type { Overview, PairingProgress, RequestView } from '../../../lib/messages/contract.ts';
import { DAY, HOUR } from '../../../lib/ports/clock.ts';
import type { DeviceId, PushId } from '../../../lib/protocol/ids.ts';
import { account, elsewhere, NOW, overview, request } from './canned.ts';
import { addScreens, passcodeViews } from './passcode-screens.tsx';

const SERVICE = 'countersign.example.org';

/** Answers as a background would; a wrong number ends the request. */
const actions: PopupActions = {
  approve: async (_, number) =>
    number === '000000' ? { ok: false, error: 'number_wrong' } : { ok: true, value: { state: 'approved' } },
  deny: async () => ({ ok: true, value: { state: 'denied' } }),
  notMe: async () => ({ ok: true, value: { outcome: 'voided' } }),
  dismiss: async () => ({ ok: true, value: {} }),
  openOptions: () => {},
  toTrusted: () => {},
  toPrompt: () => {},
  pairing: {
    profile: async () => 'own',
    readPage: async () => ({ problem: 'nothing' }),
    scanPage: async () => ({ problem: 'noCode' }),
    offer: async () => ({ ok: false, error: 'link_invalid' }),
    allow: async () => false,
    start: async () => ({ ok: true, value: {} }),
    answer: async () => ({ ok: true, value: {} }),
    cancel: async () => ({ ok: true, value: {} }),
  },
};

const popup =
  (part: Partial<Overview>, props: Partial<PopupProps> = {}) =>
  (): JSX.Element => (
    <Popup
      overview={overview(part)}
      tabHost={SERVICE}
      wanted={null}
      now={NOW}
      error={null}
      passcodes={null}
      actions={actions}
      {...props}
    />
  );

const requests = (...all: RequestView[]) => popup({ requests: all });

const pairs = (part: Partial<PairingProgress>, props: Partial<PopupProps> = {}) =>
  popup(
    {
      accounts: [],
      pairing: {
        origin: `https://${SERVICE}`,
        step: 'compare',
        username: 'alex',
        digits: '482913',
        error: null,
        ...part,
      },
    },
    props,
  );

/** In a profile in which pairing is advised against. */
const advises = (profile: 'private' | 'shared'): PopupActions => ({
  ...actions,
  pairing: { ...actions.pairing, profile: async () => profile },
});

const second = {
  id: 'request-2-000000000000' as PushId,
  application: 'Library Catalogue',
  createdAt: NOW - 5_000,
  expiresAt: NOW + 55_000,
};

const byOther: Partial<RequestView> = {
  state: 'approved',
  decidedAt: NOW - 30_000,
  decidedBy: { name: 'Firefox on Windows', self: false },
  notMeUntil: NOW + 270_000,
};

const trustedSignIn = (part: Partial<Overview['trusted'][number]> = {}): Overview['trusted'][number] => ({
  device: request().device,
  application: 'Payroll',
  until: NOW + 30 * DAY,
  at: NOW - 20_000,
  ...part,
});

export const popupScreens: Record<string, () => JSX.Element> = {
  click: requests(request()),
  number: requests(elsewhere()),
  'number-other-tab': popup({ requests: [elsewhere({ digits: 3 })] }, { tabHost: 'portal.example.net' }),
  toolbar: popup({ requests: [elsewhere()] }, { tabHost: null }),
  refuse: requests(elsewhere({ answer: 'refuse' })),
  reasons: popup({ requests: [request()], asking: { device: request().device, push: request().id } }),
  several: requests(request(), elsewhere(second)),
  expired: requests(request({ expiresAt: NOW - 1 })),
  'decided-elsewhere': requests(
    request(byOther),
    request({ ...second, state: 'denied', decidedBy: { name: '', self: true } }),
  ),
  verify: requests(request({ verify: true })),
  trusted: popup({ trusted: [trustedSignIn()] }),
  'trusted-among-recent': popup({
    requests: [request(byOther)],
    trusted: [
      trustedSignIn({ application: 'Library Catalogue', until: NOW + 12 * HOUR }),
      trustedSignIn({ application: 'The Faculty of Natural Sciences’ Laboratory Bookings' }),
    ],
  }),
  'wants-key': popup({}, { wanted: 'security_key' }),
  'wants-computer': popup({}, { wanted: 'platform' }),
  quiet: popup({}),
  unpaired: popup({ accounts: [] }),
  offline: popup({ accounts: [account({ online: false })] }),
  unknown: popup({ accounts: [account({ status: 'device_unknown' })] }),
  suspended: popup({ accounts: [account({ status: 'device_suspended' })] }),
  'several-accounts': popup({
    accounts: [
      account(),
      account({ device: 'DB2' as DeviceId, origin: 'https://signin.example.com', username: 'arivera' }),
    ],
  }),
  notices: popup({
    notices: [
      { id: '1', device: request().device, at: NOW, kind: 'device_added', about: 'Firefox on Windows' },
      { id: '2', device: request().device, at: NOW, kind: 'fraud_reported', about: 'Campus Portal' },
    ],
  }),
  broken: () => <NothingKnown error="internal" onRetry={() => {}} />,
  'not-read-again': popup({}, { error: 'internal' }),
  'pair-ways': () => (
    <main class="popup">
      <PairingWays actions={actions.pairing} onBack={() => {}} />
    </main>
  ),
  'pair-ways-private': () => (
    <main class="popup">
      <PairingWays actions={advises('private').pairing} onBack={() => {}} />
    </main>
  ),
  'pair-permission-shared': pairs(
    { step: 'permission', username: null, digits: null },
    { actions: advises('shared') },
  ),
  'pair-permission': pairs({ step: 'permission', username: null, digits: null }),
  'pair-claiming': pairs({ step: 'claiming', digits: null }),
  'pair-compare': pairs({}),
  'pair-waiting': pairs({ step: 'waiting' }),
  'pair-done': pairs({ step: 'done' }),
  'pair-failed': pairs({ step: 'failed', error: 'activation_used' }),
  passcodes: popup({}, { passcodes: passcodeViews({}) }),
  'passcodes-unpaired': popup({ accounts: [] }, { passcodes: passcodeViews({}) }),
  'passcodes-many': popup({}, { passcodes: passcodeViews({ count: 10_000 }) }),
  'passcodes-empty': popup({}, { passcodes: passcodeViews({ count: 0 }) }),
  'passcodes-locked': popup({}, { passcodes: passcodeViews({ state: 'locked' }) }),
  'passcodes-none': popup({}, { passcodes: passcodeViews({ state: 'none' }) }),
  'passcodes-none-unpaired': popup({ accounts: [] }, { passcodes: passcodeViews({ state: 'none' }) }),
  'passcodes-unreadable': popup({}, { passcodes: passcodeViews({}, { error: 'internal' }) }),
  'passcodes-below-request': popup(
    { requests: [request()] },
    { passcodes: passcodeViews({}, { below: true }) },
  ),
  'code-asked': popup({}, { passcodes: passcodeViews({}, { asked: true }) }),
  'code-asked-locked': popup({}, { passcodes: passcodeViews({ state: 'locked' }, { asked: true }) }),
  'code-asked-none': popup({}, { passcodes: passcodeViews({ state: 'none' }, { asked: true }) }),
  'code-asked-not-ready': popup({}, { passcodes: passcodeViews({ accounts: [] }, { asked: true }) }),
  'code-asked-below-request': popup(
    { requests: [request()] },
    { passcodes: passcodeViews({}, { asked: true, below: true }) },
  ),
  ...addScreens,
};
