import { render } from 'preact';
import { Options } from '../../components/options/options.tsx';
import type { OptionsActions } from '../../components/options/options-actions.ts';
import type { Overview } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import { pairingSteps } from '../../lib/messages/pairing-steps.ts';
import { tellAndRead } from '../../lib/messages/tell.ts';
import { pageBrowser } from '../../lib/ports/browser.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { platformAvailable, unlockKeysAvailable } from '../../lib/webauthn/webauthn.ts';
import { version } from '../../package.json';
import { createBrowsers } from './read-browsers.ts';
import { createKeys } from './read-keys.ts';
import { createLists } from './read-lists.ts';
import { createMethods } from './read-methods.ts';
import { createTrusted } from './read-trusted.ts';
import { readVault, type VaultSnapshot } from './read-vault.ts';
import { vaultActions } from './vault-actions.ts';
import '../../components/options/options.css';

const root = document.getElementById('app') as HTMLElement;
const browser = pageBrowser();

let overview: Overview = {
  accounts: [],
  requests: [],
  notices: [],
  trusted: [],
  pairing: null,
  asking: null,
  skew: 0,
};
let error: ErrorCode | null = null;
let platform = false;
let canUseKeys = false;
let local: VaultSnapshot = { vault: null, importing: null };
const tell = tellAndRead(reload);
const keys = createKeys(() => draw());
const browsers = createBrowsers({ tell, onChange: () => draw() });
const methods = createMethods({ tell, onChange: () => draw() });
const printed = createLists(
  (device) => send('printed.get', { device }),
  () => draw(),
);
const trusted = createTrusted(() => draw());

const actions: OptionsActions = {
  rename: (device, name) => tell('account.rename', { device, name }),
  unpair: (device) => tell('account.unpair', { device }),
  forget: (device) => tell('account.forget', { device }),
  copy: (text) =>
    navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    ),
  pairing: pairingSteps({ browser, tell }),
  browsers: browsers.actions,
  methods: methods.actions,
  keys: {
    add: (device, kind) => tell('credential.add', { device, kind }),
    rename: (device, { credential, name }) => tell('credential.rename', { device, credential, name }),
    remove: (device, credential) => tell('credential.remove', { device, credential }),
    showTab: () => tell('change.show', {}),
    dismiss: () => tell('change.dismiss', {}),
  },
  vault: vaultActions({ tell, vault: () => local.vault }),
  printed: {
    begin: (device) => tell('printed.begin', { device }),
    make: (device) => tell('printed.make', { device }),
    print: () => window.print(),
  },
  trusted: {
    forget: trusted.forget,
    openPortal: (device) => tell('portal.open', { device }),
  },
};

async function reload(): Promise<void> {
  const [reply, kept] = await Promise.all([send('overview.get', {}), readVault()]);
  error = reply.ok ? null : reply.error;
  if (reply.ok) overview = reply.value;
  local = kept;
  draw();
  // Its progress is told again and again, and is none of the services' business.
  if (local.importing?.step === 'working') return;
  void methods.read(overview);
  void browsers.read(overview);
  void keys.read(overview);
  void printed.read(overview);
  void trusted.read(overview);
}

const draw = (): void =>
  render(
    <Options
      overview={overview}
      error={error}
      version={version}
      browserName={navigator.userAgent}
      browsers={browsers.snapshot()}
      methods={methods.snapshot()}
      {...keys.snapshot()}
      platform={platform}
      {...local}
      canUseKeys={canUseKeys}
      wantsUnlock={window.location.hash === '#passcodes'}
      printed={printed.snapshot()}
      trusted={trusted.snapshot()}
      now={pageClock.now() + overview.skew}
      actions={actions}
    />,
    root,
  );

async function open(): Promise<void> {
  [platform, canUseKeys] = await Promise.all([platformAvailable(), unlockKeysAvailable()]);
  await reload();
  // The sections exist only now, so the address's hash is followed by hand.
  document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  await tell('inbox.refresh', {});
}

/** Who leaves has read how an import ended. */
function putAwayImport(): void {
  const { vault, importing } = local;
  const isShown = vault !== null && typeof vault !== 'string' && vault.state === 'open';
  if (isShown && importing !== null && importing.step !== 'working') void send('import.dismiss', {});
}

addEventListener('pagehide', putAwayImport);
browser.onChanged(() => void reload());
void open();
