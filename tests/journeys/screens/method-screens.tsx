import type { JSX } from 'preact';
import type { Methods } from '../../../components/options/methods/methods.ts';
import type { ChangeView } from '../../../lib/messages/changes.ts';
import { HOUR } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { account, NOW } from './canned.ts';
import { here, method, methodsShown, other, payroll, portal, settings } from './canned-methods.ts';
import { options } from './canned-options.tsx';
import { LiveMethods } from './live-methods.tsx';

const { device } = account();
const second = account({
  device: 'DB2' as DeviceId,
  origin: 'https://signin.example.com',
  username: 'arivera',
});

const wanted = settings({ opensWith: { method: 'passcode' }, autoPush: false });

const methods = (known: Methods[string], change: Partial<ChangeView> | null = null) =>
  options(
    {},
    {
      methods: { [device]: known },
      change: change && {
        device,
        aim: { what: 'methods', version: 3, settings: wanted },
        step: 'working',
        error: null,
        ...change,
      },
    },
  );

const differing = settings({
  opensWith: { method: 'push', device: other.device },
  pushTo: 'last',
  applications: [
    { application: portal.id, opensWith: { method: 'security_key' }, autoPush: null },
    { application: payroll.id, opensWith: null, autoPush: false },
  ],
});

export const methodScreens: Record<string, () => JSX.Element> = {
  methods: methods(methodsShown()),
  'methods-differing': methods(methodsShown({ settings: differing })),
  'methods-reasons': methods(
    methodsShown({
      settings: settings({ opensWith: { method: 'security_key' } }),
      methods: [
        method('platform', 'method_missing'),
        method('security_key', 'authenticator_clone'),
        method('push', 'push_off'),
        method('passcode', 'passcode_not_ready'),
      ],
      browsers: [here],
      applications: [],
      autoPush: false,
    }),
  ),
  'methods-few': methods(
    methodsShown({
      methods: [
        method('platform', 'method_missing'),
        method('security_key', 'method_missing'),
        method('push'),
        method('passcode', 'method_missing'),
      ],
      browsers: [here],
    }),
  ),
  'methods-offline': methods(methodsShown({ settings: differing }, NOW - 2 * HOUR)),
  'methods-unreachable': methods('unreachable'),
  'methods-proving': methods(methodsShown(), { step: 'proving' }),
  'methods-changed': methods(methodsShown({ settings: wanted }), { step: 'done' }),
  'methods-conflict': methods(methodsShown(), { step: 'failed', error: 'version_conflict' }),
  'methods-busy': methods(methodsShown(), { aim: { what: 'print' }, step: 'proving' }),
  'methods-two-accounts': options(
    { accounts: [account(), second] },
    { methods: { [device]: methodsShown(), DB2: methodsShown({ settings: wanted, browsers: [here] }) } },
  ),
  'methods-live': () => <LiveMethods />,
};
