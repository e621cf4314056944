import { render } from 'preact';
import { Options } from '../../components/options/options.tsx';
import type { OptionsActions } from '../../components/options/options-actions.ts';
import type { MessageName, Overview, Reply, Request } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import { pageBrowser } from '../../lib/ports/browser.ts';
import { hostPattern } from '../../lib/ports/host-pattern.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { platformAvailable } from '../../lib/webauthn/webauthn.ts';
import { version } from '../../package.json';
import { createKeys } from './read-keys.ts';
import '../../components/options/options.css';

const root = document.getElementById('app') as HTMLElement;
const browser = pageBrowser();

let overview: Overview = { accounts: [], requests: [], notices: [], pairing: null, asking: null, skew: 0 };
let error: ErrorCode | null = null;
let platform = false;
const keys = createKeys(() => draw());

async function tell<Name extends MessageName>(name: Name, request: Request<Name>): Promise<Reply<Name>> {
  const reply = await send(name, request);
  await reload();
  return reply;
}

const actions: OptionsActions = {
  rename: (device, name) => tell('account.rename', { device, name }),
  unpair: (device) => tell('account.unpair', { device }),
  forget: (device) => tell('account.forget', { device }),
  copy: (text) =>
    navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    ),
  pairing: {
    offer: (link) => tell('pairing.offer', { link }),
    allow: (origin) => browser.allow(hostPattern(origin)).catch(() => false),
    start: () => tell('pairing.start', {}),
    answer: (match) => tell('pairing.answer', { match }),
    cancel: () => tell('pairing.cancel', {}),
  },
  keys: {
    add: (device, kind) => tell('credential.add', { device, kind }),
    rename: (device, { credential, name }) => tell('credential.rename', { device, credential, name }),
    remove: (device, credential) => tell('credential.remove', { device, credential }),
    showTab: () => tell('change.show', {}),
    dismiss: () => tell('change.dismiss', {}),
  },
};

async function reload(): Promise<void> {
  const reply = await send('overview.get', {});
  error = reply.ok ? null : reply.error;
  if (reply.ok) overview = reply.value;
  draw();
  void keys.read(overview);
}

const draw = (): void =>
  render(
    <Options
      overview={overview}
      error={error}
      version={version}
      browserName={navigator.userAgent}
      {...keys.snapshot()}
      platform={platform}
      actions={actions}
    />,
    root,
  );

async function open(): Promise<void> {
  platform = await platformAvailable();
  await reload();
  // The sections exist only now, so the address's hash is followed by hand.
  document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  await tell('inbox.refresh', {});
}

browser.onChanged(() => void reload());
void open();
