import type { ChangeView } from '../../lib/messages/changes.ts';
import type { Overview } from '../../lib/messages/contract.ts';
import type { ImportView } from '../../lib/messages/passcodes.ts';
import type { VaultView } from '../../lib/messages/vault.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Mark } from '../mark.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import {
  browsersText,
  commonText,
  keysText,
  methodsText,
  optionsText,
  printedText,
  trustText,
  vaultText,
} from '../sentences.ts';
import { About } from './about.tsx';
import { Accounts } from './accounts.tsx';
import type { Browsers } from './browsers/browsers.ts';
import { OwnBrowsers } from './browsers/own-browsers.tsx';
import type { Methods } from './methods/methods.ts';
import { SignInMethods } from './methods/sign-in-methods.tsx';
import type { OptionsActions } from './options-actions.ts';
import type { Printed } from './printed/printed.ts';
import { PrintedCodes } from './printed/printed-codes.tsx';
import { Section } from './section.tsx';
import { type Keys, SecurityKeys } from './security-keys.tsx';
import type { Trusted } from './trusted/trusted.ts';
import { TrustedBrowsers } from './trusted/trusted-browsers.tsx';
import { Vault } from './vault/vault.tsx';

export interface OptionsProps {
  overview: Overview;
  /** Why the overview could not be read; null when it could. */
  error: ErrorCode | null;
  version: string;
  browserName: string;
  browsers: Browsers;
  methods: Methods;
  keys: Keys;
  change: ChangeView | null;
  /** Whether this computer has an authenticator of its own. */
  platform: boolean;
  /** The passcodes kept here; why they could not be read; null before they were. */
  vault: VaultView | ErrorCode | null;
  importing: ImportView | null;
  /** Whether this browser can unlock them by a key. */
  canUseKeys: boolean;
  /** The person came here to unlock them. */
  wantsUnlock: boolean;
  printed: Printed;
  trusted: Trusted;
  /** The service's time in milliseconds. */
  now: number;
  actions: OptionsActions;
}

const sections = {
  accounts: optionsText.accounts,
  browsers: browsersText.title,
  methods: methodsText.title,
  'security-keys': keysText.title,
  passcodes: vaultText.title,
  'printed-codes': printedText.title,
  trusted: trustText.title,
  notifications: optionsText.notifications,
  about: optionsText.about,
} as const;

/** The options page: sections, each with its own address (`#accounts`). */
export function Options(props: OptionsProps) {
  const { overview, error, version, browserName, actions } = props;
  return (
    <div class="options">
      <header class="row">
        <Mark size={32} />
        <h1>
          {commonText.name} <span class="muted">{optionsText.title}</span>
        </h1>
      </header>
      <nav aria-label={optionsText.title}>
        <ul class="row">
          {Object.entries(sections).map(([id, name]) => (
            <li key={id}>
              <a class="button quiet" href={`#${id}`}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main class="stack">
        {error !== null && <Note tone="bad">{problem(error)}</Note>}
        <Section id="accounts" name={sections.accounts} why={optionsText.accountsWhy}>
          <Accounts overview={overview} actions={actions} />
        </Section>
        <Section id="browsers" name={sections.browsers} why={browsersText.why}>
          <OwnBrowsers {...props} actions={actions.browsers} changes={actions.keys} onCopy={actions.copy} />
        </Section>
        <Section id="methods" name={sections.methods} why={methodsText.why}>
          <SignInMethods {...props} actions={actions.methods} changes={actions.keys} />
        </Section>
        <Section id="security-keys" name={sections['security-keys']} why={keysText.why}>
          <SecurityKeys {...props} actions={actions.keys} />
        </Section>
        <Section id="passcodes" name={sections.passcodes} why={vaultText.why}>
          <Vault {...props} actions={actions.vault} />
        </Section>
        <Section id="printed-codes" name={sections['printed-codes']} why={printedText.why}>
          <PrintedCodes {...props} actions={actions.printed} changes={actions.keys} />
        </Section>
        <Section id="trusted" name={sections.trusted} why={trustText.why}>
          <TrustedBrowsers {...props} actions={actions.trusted} />
        </Section>
        <Section id="notifications" name={sections.notifications} why={optionsText.notificationsWhy} />
        <Section id="about" name={sections.about}>
          <About overview={overview} version={version} browserName={browserName} onCopy={actions.copy} />
        </Section>
      </main>
    </div>
  );
}
