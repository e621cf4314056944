import type { JSX } from 'preact';
import type { Printed } from '../../../components/options/printed/printed.ts';
import type { Keys } from '../../../components/options/security-keys.tsx';
import type { Trusted } from '../../../components/options/trusted/trusted.ts';
import type { ChangeView } from '../../../lib/messages/changes.ts';
import { DAY, HOUR } from '../../../lib/ports/clock.ts';
import type { CredentialId, DeviceId, TrustId } from '../../../lib/protocol/ids.ts';
import type { TrustedBrowser } from '../../../lib/protocol/trust.ts';
import type { CredentialView } from '../../../lib/protocol/webauthn.ts';
import { browserScreens } from './browser-screens.tsx';
import { account, NOW } from './canned.ts';
import { options } from './canned-options.tsx';
import { methodScreens } from './method-screens.tsx';
import { vaultScreens } from './vault-screens.tsx';

const { device } = account();

const key: CredentialView = {
  id: 'WAABCDEFGHIJKLMNOPQR' as CredentialId,
  kind: 'security_key',
  name: 'Blue key',
  createdAt: NOW - 40 * DAY,
  lastUsedAt: NOW - 2 * DAY,
  cloneSuspected: false,
};
const laptop: CredentialView = {
  ...key,
  id: 'WAABCDEFGHIJKLMNOPQS' as CredentialId,
  kind: 'platform',
  name: 'Computer of Alex',
  lastUsedAt: null,
};

const keys = (known: Keys[string], change: Partial<ChangeView> | null = null, platform = true) =>
  options(
    {},
    {
      keys: { [device]: known },
      platform,
      change: change && {
        device,
        aim: { what: 'add', kind: 'security_key' },
        step: 'working',
        error: null,
        ...change,
      },
    },
  );

const print = (part: Partial<ChangeView> | null, known: Printed[string] = { left: 3, madeAt: NOW - DAY }) =>
  options(
    {},
    {
      keys: { [device]: [key] },
      printed: { [device]: known },
      change: part && { device, aim: { what: 'print' }, step: 'working', error: null, ...part },
    },
  );

const both = [
  account(),
  account({ device: 'DB2' as DeviceId, origin: 'https://signin.example.com', username: 'arivera' }),
];

const here: TrustedBrowser = {
  id: 'TBABCDEFGHIJKLMNOPQR' as TrustId,
  browser: 'Chrome on Linux',
  holder: 'key',
  here: true,
  application: 'Campus Portal',
  since: NOW - 3 * DAY,
  until: NOW + 27 * DAY,
  lastUsed: NOW - 2 * HOUR,
  address: '192.0.2.17',
  place: 'Library, first floor',
};
const trustedBrowsers: TrustedBrowser[] = [
  here,
  {
    ...here,
    id: 'TBABCDEFGHIJKLMNOPQS' as TrustId,
    browser: 'Firefox on Windows',
    holder: 'cookie',
    here: false,
    application: null,
    address: '2001:db8:1c5a:77:8a2e:370:7334:ff00',
    place: null,
  },
];

const trusts = (known: Trusted[string] | undefined) =>
  options({}, { trusted: known === undefined ? {} : { [device]: known } });

export const optionsScreens: Record<string, () => JSX.Element> = {
  unpaired: options({ accounts: [] }),
  accounts: options({
    accounts: [
      account(),
      account({
        device: 'DB2' as DeviceId,
        origin: 'https://signin.example.com',
        username: 'arivera',
        status: 'device_suspended',
      }),
    ],
  }),
  ...methodScreens,
  ...browserScreens,
  'keys-none': keys([]),
  'keys-no-platform': keys([], null, false),
  keys: keys([key, laptop]),
  'keys-clone': keys([{ ...key, cloneSuspected: true }]),
  'keys-unreachable': keys('unreachable'),
  'keys-working': keys([key], {}),
  'keys-proving': keys([key], { step: 'proving' }),
  'keys-ceremony': keys([key], { step: 'ceremony' }),
  'keys-cancelled': keys([key], { step: 'ceremony', error: 'ceremony_cancelled' }),
  'keys-added': keys([key, laptop], { step: 'done' }),
  'keys-removed': keys([key], { step: 'done', aim: { what: 'remove', credential: laptop.id } }),
  'keys-closed': keys([key], { step: 'failed', error: 'ceremony_closed' }),
  'keys-last': keys([key], {
    step: 'failed',
    error: 'last_method',
    aim: { what: 'remove', credential: key.id },
  }),
  'keys-two-accounts': options(
    {
      accounts: [
        account(),
        account({
          device: 'DB2' as DeviceId,
          origin: 'https://signin.example.com',
          username: 'arivera',
        }),
      ],
    },
    { keys: { [device]: [key], DB2: [] } },
  ),
  'printed-none': print(null, { left: 0, madeAt: null }),
  printed: print(null),
  'printed-unreachable': print(null, 'unreachable'),
  'printed-proving': print({ step: 'proving' }),
  'printed-ready': print({ step: 'ready' }),
  'printed-done': print({ step: 'done' }),
  'printed-off': print({ step: 'ready', error: 'passcode_off' }),
  'printed-failed': print({ step: 'failed', error: 'ceremony_closed' }),
  'trusted-loading': trusts(undefined),
  'trusted-none': trusts([]),
  trusted: trusts(trustedBrowsers),
  'trusted-unreachable': trusts('unreachable'),
  'trusted-refused': trusts('user_disabled'),
  'trusted-suspended': options({ accounts: [account({ status: 'device_suspended' })] }),
  'trusted-two-accounts': options(
    { accounts: both },
    { trusted: { [device]: trustedBrowsers, DB2: 'permission_missing' } },
  ),
  ...vaultScreens,
  pairing: options({
    pairing: {
      origin: 'https://countersign.example.org',
      step: 'compare',
      username: 'alex',
      digits: '482913',
      error: null,
    },
  }),
};
