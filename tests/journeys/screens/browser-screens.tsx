import type { JSX } from 'preact';
import type { Browsers } from '../../../components/options/browsers/browsers.ts';
import type { ChangeView } from '../../../lib/messages/changes.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { account } from './canned.ts';
import { here, other } from './canned-methods.ts';
import { actions, options } from './canned-options.tsx';

const { device } = account();
const second = account({
  device: 'DB2' as DeviceId,
  origin: 'https://signin.example.com',
  username: 'arivera',
});

const browsers = (known: Browsers[string], change: Partial<ChangeView> | null = null) =>
  options(
    {},
    {
      browsers: { [device]: known },
      change: change && {
        device,
        aim: { what: 'addBrowser', replaces: null },
        step: 'working',
        error: null,
        ...change,
      },
    },
  );

const removing: ChangeView['aim'] = { what: 'removeBrowser', browser: other.device };

const advises = (profile: 'private' | 'shared') =>
  options(
    { accounts: [] },
    { actions: { ...actions, pairing: { ...actions.pairing, profile: async () => profile } } },
  );

export const browserScreens: Record<string, () => JSX.Element> = {
  browsers: browsers([here, other]),
  'browsers-one': browsers([{ ...here, usedLast: true }]),
  'browsers-unreachable': browsers('unreachable'),
  'browsers-proving': browsers([here, other], { step: 'proving' }),
  'browsers-ready': browsers([here, other], { step: 'ready' }),
  'browsers-removed': browsers([here], { aim: removing, step: 'done' }),
  'browsers-last': browsers([here, other], { aim: removing, step: 'failed', error: 'last_method' }),
  'browsers-two-accounts': options(
    { accounts: [account(), second] },
    { browsers: { [device]: [here, other], DB2: [{ ...here, device: second.device }] } },
  ),
  'pairing-private': advises('private'),
  'pairing-shared': advises('shared'),
};
