import type { PromptCeremony, PromptPasscode } from '../../../components/prompt/prompt-screen.ts';
import type { AccountView, Overview, RequestView } from '../../../lib/messages/contract.ts';
import type { BrowserInvited } from '../../../lib/protocol/browsers.ts';
import type {
  ApplicationId,
  CredentialId,
  DeviceId,
  PairingId,
  PushId,
  TransactionId,
  TrustId,
} from '../../../lib/protocol/ids.ts';
import type { PortalDevice } from '../../../lib/protocol/portal.ts';
import type {
  MethodView,
  PairingView,
  PromptPush,
  PromptState,
  PushPart,
} from '../../../lib/protocol/prompt.ts';
import type { TrustedBrowser, TrustQuestion } from '../../../lib/protocol/trust.ts';

/** One moment for every picture, so that two runs give the same. */
export const NOW = Date.UTC(2026, 10, 20, 9, 30);

/** An id of the right shape. */
const opaque = (name: string): string => name.padEnd(22, '0');

const device = 'DBABCDEFGHIJKLMNOPQR' as DeviceId;
const origin = 'https://countersign.example.org';

export const request = (part: Partial<RequestView> = {}): RequestView => ({
  id: opaque('request') as PushId,
  nonce: 'nonce',
  device,
  origin,
  state: 'pending',
  application: 'Campus Portal',
  username: 'alex',
  address: '192.0.2.17',
  place: 'Library, first floor',
  browser: 'Chrome on Linux',
  createdAt: NOW - 18_000,
  expiresAt: NOW + 42_000,
  present: opaque('transaction') as TransactionId,
  answer: 'click',
  verify: false,
  digits: 6,
  decidedAt: null,
  decidedBy: null,
  notMeUntil: null,
  ...part,
});

export const elsewhere = (part: Partial<RequestView> = {}): RequestView =>
  request({ present: null, answer: 'number', place: null, browser: 'Firefox on Windows', ...part });

export const account = (part: Partial<AccountView> = {}): AccountView => ({
  device,
  origin,
  username: 'alex',
  displayName: 'Alex Rivera',
  deviceName: 'Chrome on Linux',
  status: 'active',
  online: true,
  ...part,
});

export const overview = (part: Partial<Overview> = {}): Overview => ({
  accounts: [account()],
  requests: [],
  notices: [],
  trusted: [],
  pairing: null,
  asking: null,
  skew: 0,
  ...part,
});

export const push = (part: Partial<PromptPush> = {}): PromptPush => ({
  id: opaque('push') as PushId,
  state: 'pending',
  kind: 'here',
  devices: ['Chrome on Linux'],
  number: part.kind === 'elsewhere' ? '482913' : null,
  numberElsewhere: true,
  reason: null,
  elsewhereRefused: false,
  createdAt: NOW - 18_000,
  expiresAt: NOW + 42_000,
  ...part,
});

export const pairing = (part: Partial<PairingView> = {}): PairingView => ({
  id: opaque('pairing') as PairingId,
  revision: 1,
  state: 'open',
  link: null,
  browser: null,
  digits: null,
  pageConfirmed: false,
  deviceConfirmed: false,
  contested: false,
  expiresAt: NOW + 86_400_000,
  ...part,
});

export const twoBrowsers = [
  { device, name: 'Chrome on Linux' },
  { device: 'DB1BCDEFGHIJKLMNOPQR' as DeviceId, name: 'Firefox on Windows' },
];

/** A prompt's state, with the members of push beside the others. */
export type CannedPrompt = Partial<PromptState> & Partial<PushPart>;

export const prompt = ({
  starts = false,
  retryAt = null,
  latest = null,
  browsers = twoBrowsers.slice(0, 1),
  to = null,
  ...part
}: CannedPrompt = {}): PromptState => ({
  transaction: opaque('transaction') as TransactionId,
  challenge: 'challenge',
  revision: 1,
  state: 'waiting',
  application: { id: 'DIABCDEFGHIJKLMNOPQR' as ApplicationId, name: 'Campus Portal' },
  username: 'alex',
  now: NOW,
  expiresAt: NOW + 300_000,
  refusal: null,
  methods: [{ method: 'push', ready: true, why: null, devices: ['Chrome on Linux'] }],
  opensWith: 'push',
  present: false,
  parts: { push: { starts, retryAt, latest, browsers, to } },
  pairing: null,
  setUp: null,
  trust: null,
  leadsTo: 'site',
  portal: false,
  helpDesk: 'Room 12, weekdays 8 to 16, extension 4400.',
  ...part,
});

export const question = (part: Partial<TrustQuestion> = {}): TrustQuestion => ({
  hours: 720,
  application: 'Campus Portal',
  holder: 'key',
  ...part,
});

const DAY = 86_400_000;

export const trusted = (part: Partial<TrustedBrowser> = {}): TrustedBrowser => ({
  id: 'TB0123456789ABCDEFGH' as TrustId,
  browser: 'Chrome on Linux',
  holder: 'key',
  here: true,
  application: 'Campus Portal',
  since: NOW - 8 * DAY,
  until: NOW + 22 * DAY,
  lastUsed: NOW - 10_800_000,
  address: '192.0.2.17',
  place: 'Library, first floor',
  ...part,
});

/** This one, one of a cookie, and one for everything. */
export const severalTrusted = (): TrustedBrowser[] => [
  trusted(),
  trusted({
    id: 'TB1123456789ABCDEFGH' as TrustId,
    browser: 'Firefox on Windows',
    holder: 'cookie',
    here: false,
    application: 'Payroll',
    lastUsed: NOW - 20_000,
    place: null,
  }),
  trusted({
    id: 'TB2123456789ABCDEFGH' as TrustId,
    browser: 'Safari on macOS',
    here: false,
    application: null,
    since: NOW - 364 * DAY,
    until: NOW + DAY,
    lastUsed: NOW - 40 * DAY,
    address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    place: 'Dormitory with a long name, building 4, the west wing',
  }),
];

/** Every way, in the order of strength. */
export const everyMethod = (part: Partial<MethodView> = {}): MethodView[] => [
  { method: 'platform', ready: true, why: null, devices: ['Laptop'], ...part },
  { method: 'security_key', ready: true, why: null, devices: ['Blue key', 'Spare key'], ...part },
  { method: 'push', ready: true, why: null, devices: ['Chrome on Linux'], ...part },
  codes(part),
];

/** Codes, from everything that gives some. */
export const codes = (part: Partial<MethodView> = {}): MethodView => ({
  method: 'passcode',
  ready: true,
  why: null,
  devices: ['Chrome on Linux', 'Token 4471-0083', 'Printed codes'],
  ...part,
});

export const passcode = (part: Partial<PromptPasscode> = {}): PromptPasscode => ({
  stage: 'ready',
  error: null,
  tries: 0,
  ...part,
});

export const key = (part: Partial<PromptCeremony> = {}): PromptCeremony => ({
  kind: 'security_key',
  adds: false,
  added: false,
  stage: { name: 'asking' },
  ...part,
});

/** The way to a browser more. */
export const invited: BrowserInvited = {
  link: `${origin}/invitation#${'Iv0'.repeat(14)}`,
  expiresAt: NOW + 3_600_000,
};

/** What a person has set up, as the portal lists it. */
export const portalDevices = (): PortalDevice[] => {
  const browser: PortalDevice = {
    id: device,
    kind: 'browser',
    name: 'Chrome on Linux',
    here: true,
    createdAt: NOW - 90 * DAY,
    cloneSuspected: false,
  };
  return [
    browser,
    { ...browser, id: 'DBABCDEFGHIJKLMNOPQS' as DeviceId, name: 'Firefox on Windows', here: false },
    {
      ...browser,
      id: 'WAABCDEFGHIJKLMNOPQR' as CredentialId,
      kind: 'security_key',
      name: 'Blue key with a name that is as long as a person may want to make it',
      here: false,
    },
  ];
};
