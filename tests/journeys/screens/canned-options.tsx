import type { JSX } from 'preact';
import { Options, type OptionsProps } from '../../../components/options/options.tsx';
import type { OptionsActions } from '../../../components/options/options-actions.ts';
import type { Overview } from '../../../lib/messages/contract.ts';
import { invited, NOW, overview } from './canned.ts';
import { vaultActions, vaultView } from './canned-vault.ts';

/** Answers as a background would. */
export const actions: OptionsActions = {
  rename: async () => ({ ok: true, value: {} }),
  unpair: async () => ({ ok: false, error: 'last_method' }),
  forget: async () => ({ ok: true, value: {} }),
  copy: async () => true,
  pairing: {
    profile: async () => 'own',
    offer: async () => ({ ok: false, error: 'link_invalid' }),
    allow: async () => false,
    start: async () => ({ ok: true, value: {} }),
    answer: async () => ({ ok: true, value: {} }),
    cancel: async () => ({ ok: true, value: {} }),
  },
  browsers: {
    rename: async () => ({ ok: true, value: {} }),
    remove: async () => ({ ok: true, value: {} }),
    add: async () => ({ ok: true, value: {} }),
    invite: async () => ({ ok: true, value: invited }),
  },
  methods: { set: async () => ({ ok: true, value: { proving: false } }) },
  keys: {
    add: async () => ({ ok: true, value: {} }),
    rename: async () => ({ ok: true, value: {} }),
    remove: async () => ({ ok: true, value: {} }),
    showTab: async () => ({ ok: true, value: {} }),
    dismiss: async () => ({ ok: true, value: {} }),
  },
  vault: vaultActions,
  printed: {
    begin: async () => ({ ok: true, value: {} }),
    make: async () => ({
      ok: true,
      value: { codes: Array.from({ length: 10 }, (_, index) => `123450000${index}`), madeAt: NOW },
    }),
    print: () => {},
  },
  trusted: {
    forget: async (_, { which }) =>
      which === 'one' ? { ok: true, value: { trusted: [] } } : { ok: false, error: 'unreachable' },
    openPortal: async () => ({ ok: true, value: {} }),
  },
};

/** The options page with some of what it can show. */
export const options =
  (part: Partial<Overview>, props: Partial<OptionsProps> = {}) =>
  (): JSX.Element => (
    <Options
      overview={overview(part)}
      error={null}
      version="0.1.0"
      browserName="Chrome on Linux"
      browsers={{}}
      methods={{}}
      keys={{}}
      change={null}
      platform={true}
      vault={vaultView({ state: 'locked' })}
      importing={null}
      canUseKeys={true}
      wantsUnlock={false}
      printed={{}}
      trusted={{}}
      now={NOW}
      actions={actions}
      {...props}
    />
  );
