import type { JSX } from 'preact';
import { Button } from '../../../components/button.tsx';
import { PasscodeIcon } from '../../../components/passcodes/passcode-icon.tsx';
import { AddFromPage } from '../../../components/popup/add-from-page.tsx';
import { CodeAsked } from '../../../components/popup/code-asked.tsx';
import type { PasscodeActions } from '../../../components/popup/passcode-actions.ts';
import { PasscodePanel } from '../../../components/popup/passcode-panel.tsx';
import type { PasscodeViews } from '../../../components/popup/popup.tsx';
import { codesText } from '../../../components/sentences/passcodes.ts';
import type { EntryId, EntryView } from '../../../lib/messages/passcodes.ts';
import type { UnlockId, VaultView } from '../../../lib/messages/vault.ts';
import { SECOND } from '../../../lib/ports/clock.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import { account, NOW } from './canned.ts';

const id = (number: number): EntryId => String(number).padStart(22, '0') as EntryId;

const entry = (number: number, part: Partial<EntryView> = {}): EntryView => ({
  id: id(number),
  issuer: `Site ${number}`,
  account: 'alex@example.org',
  type: 'totp',
  pinned: false,
  device: null,
  code: String(123_457 * (number + 3))
    .slice(-6)
    .padStart(6, '0'),
  period: 30,
  error: null,
  ...part,
});

const first: EntryView[] = [
  entry(0, { issuer: 'Campus Mail', pinned: true }),
  entry(1, {
    issuer: 'Countersign',
    account: 'alex',
    device: account().device,
    type: 'hotp',
    code: null,
    period: 0,
  }),
  entry(2, { issuer: 'Forge', account: 'arivera', type: 'hotp', code: '50329814', period: 0 }),
  entry(3, { issuer: '', account: 'only-an-account@example.org', code: '0048213' }),
  entry(4, {
    issuer: 'A site whose name is far too long for the narrow window that a popup is',
    account: 'somebody-with-a-long-name@department.example.org',
    code: '94287082',
    period: 60,
  }),
  entry(5, { issuer: 'Library', account: 'alex', code: null, error: 'vault_damaged' }),
  entry(6, { issuer: '', account: '', code: null, error: 'vault_damaged' }),
];

const vault = (part: Partial<VaultView>): VaultView => ({
  state: 'open',
  unlocks: [
    { id: id(1) as string as UnlockId, kind: 'passphrase', name: '', createdAt: NOW, prf: null },
    {
      id: id(2) as string as UnlockId,
      kind: 'prf',
      name: 'Blue key',
      createdAt: NOW,
      prf: { credential: 'AA', salt: 'AA' },
    },
  ],
  autoLock: { minutes: 15, withScreen: true },
  count: first.length,
  revision: 1,
  accounts: [account().device],
  clearsClipboard: true,
  ...part,
});

const ok = async () => ({ ok: true, value: {} }) as const;

/** Answers as a background would that keeps `count` codes. */
const actionsFor = (count: number): PasscodeActions => ({
  unlock: async () => ({ ok: false, error: 'passphrase_wrong' }),
  toOptions: () => {},
  page: async ({ search, from, count: wanted }) => {
    const all = Array.from({ length: count }, (_, number) => first[number] ?? entry(number));
    const matching = all.filter(({ issuer }) => issuer.toLowerCase().includes(search.toLowerCase()));
    const entries = matching.slice(from, from + wanted);
    return { ok: true, value: { total: matching.length, revision: 1, at: NOW + 8 * SECOND, entries } };
  },
  next: async () => ({ ok: true, value: { code: '755224' } }),
  copy: async (code) => (code === '123456' ? 'clipboard_refused' : null),
  pin: ok,
  fill: async () => ({ ok: false, error: 'field_gone' }),
  scan: async () => ({ link: 'otpauth://totp/Forge' }),
  preview: async () => ({
    ok: true,
    value: {
      format: 'migration',
      rows: [
        { row: 1, issuer: 'Forge', account: 'arivera', type: 'totp', duplicate: false },
        { row: 2, issuer: 'Campus Mail', account: 'alex@example.org', type: 'totp', duplicate: true },
      ],
      bad: [{ row: 3, error: 'otpauth_invalid' }],
    },
  }),
  add: async () => null,
  // The moment stands still; only the pauses of a typing hand pass.
  clock: {
    now: () => NOW + 8 * SECOND,
    after: (delay, job) => {
      const timer = delay < SECOND ? setTimeout(job, delay) : undefined;
      return () => clearTimeout(timer);
    },
  },
});

/** What passcodes add to the popup, in one state of the vault. */
export function passcodeViews(
  part: Partial<VaultView>,
  how: { asked?: boolean; below?: boolean; error?: ErrorCode } = {},
): PasscodeViews {
  const { asked = false, below = false, error = null } = how;
  const view = vault(part);
  const actions = actionsFor(view.count);
  return {
    asked: asked && (
      <CodeAsked vault={view} accounts={[account()]} below={below} actions={actions} onUnlock={() => {}} />
    ),
    list: (
      <PasscodePanel
        vault={error === null ? view : null}
        error={error}
        folded={below}
        unlocking={false}
        actions={actions}
        onFold={() => {}}
      />
    ),
    areKept: view.state !== 'none',
    inUse: () => false,
    lock: view.state === 'open' && (
      <Button look="quiet" label={codesText.lock} onPress={() => {}}>
        <PasscodeIcon name="lock" />
      </Button>
    ),
  };
}

const adding =
  (part: Partial<PasscodeActions>): (() => JSX.Element) =>
  () => (
    <main class="popup">
      <h1 class="heard">{codesText.title}</h1>
      <h2>{codesText.title}</h2>
      <AddFromPage actions={{ ...actionsFor(0), ...part }} onClose={() => {}} />
    </main>
  );

export const addScreens = {
  'add-found': adding({}),
  'add-no-code': adding({ scan: async () => ({ problem: 'noCode' }) }),
  'add-other-code': adding({ preview: async () => ({ ok: false, error: 'import_unknown' }) }),
};
