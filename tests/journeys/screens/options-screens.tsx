import type { JSX } from 'preact';
import { Options } from '../../../components/options/options.tsx';
import type { OptionsActions } from '../../../components/options/options-actions.ts';
import type { Overview } from '../../../lib/messages/contract.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { account, overview } from './canned.ts';

const actions: OptionsActions = {
  rename: async () => ({ ok: true, value: {} }),
  unpair: async () => ({ ok: false, error: 'last_method' }),
  forget: async () => ({ ok: true, value: {} }),
  copy: async () => true,
  pairing: {
    offer: async () => ({ ok: false, error: 'link_invalid' }),
    allow: async () => false,
    start: async () => ({ ok: true, value: {} }),
    answer: async () => ({ ok: true, value: {} }),
    cancel: async () => ({ ok: true, value: {} }),
  },
};

const options = (part: Partial<Overview>) => (): JSX.Element => (
  <Options
    overview={overview(part)}
    error={null}
    version="0.1.0"
    browserName="Chrome on Linux"
    actions={actions}
  />
);

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
