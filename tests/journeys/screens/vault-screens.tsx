import type { ComponentChildren, JSX } from 'preact';
import { CodeSheet } from '../../../components/options/printed/code-sheet.tsx';
import { Section } from '../../../components/options/section.tsx';
import { AddByHand } from '../../../components/options/vault/add-by-hand.tsx';
import { AddFrom } from '../../../components/options/vault/add-from.tsx';
import { AddWay } from '../../../components/options/vault/add-way.tsx';
import { ChangePassphrase } from '../../../components/options/vault/change-passphrase.tsx';
import { EditEntry } from '../../../components/options/vault/edit-entry.tsx';
import { FoundBackup } from '../../../components/options/vault/found-backup.tsx';
import { ImportPreviewView } from '../../../components/options/vault/import-preview-view.tsx';
import { ImportProgress } from '../../../components/options/vault/import-progress.tsx';
import { NewKey } from '../../../components/options/vault/new-key.tsx';
import { NewPassphrase } from '../../../components/options/vault/new-passphrase.tsx';
import { Restore } from '../../../components/options/vault/restore.tsx';
import { Vault, type VaultProps } from '../../../components/options/vault/vault.tsx';
import type { EntryId, ImportPreview, ImportView } from '../../../lib/messages/passcodes.ts';
import { DAY } from '../../../lib/ports/clock.ts';
import { account, NOW } from './canned.ts';
import { importPreview, passphrase, vaultActions, vaultView } from './canned-vault.ts';

const nothing = () => {};

/** One section of the options, as that page frames it. */
const framed =
  (children: ComponentChildren, name = 'Passcodes') =>
  (): JSX.Element => (
    <div class="options">
      <main class="stack">
        <h1>Options</h1>
        <Section id="passcodes" name={name}>
          {children}
        </Section>
      </main>
    </div>
  );

const vault = (part: Partial<VaultProps>) =>
  framed(
    <Vault
      vault={vaultView()}
      importing={null}
      canUseKeys={true}
      wantsUnlock={false}
      actions={vaultActions}
      {...part}
    />,
  );

const importing = (part: Partial<ImportView>) =>
  framed(
    <ImportProgress
      importing={{ step: 'working', done: 2_700, total: 10_000, error: null, ...part }}
      onCancel={nothing}
      onDismiss={nothing}
    />,
  );

const preview = (found: ImportPreview) =>
  framed(<ImportPreviewView preview={found} isBusy={false} onAdd={nothing} onBack={nothing} />);

const restored = (count: number, isFirst: boolean) =>
  framed(<FoundBackup found={{ madeAt: NOW - DAY, count: 12 }} count={count} isFirst={isFirst} />);

export const vaultScreens: Record<string, () => JSX.Element> = {
  'vault-loading': vault({ vault: null }),
  'vault-damaged': vault({ vault: 'vault_damaged' }),
  'vault-none': vault({ vault: vaultView({ state: 'none', unlocks: [], count: 0 }) }),
  'vault-none-no-key': vault({
    vault: vaultView({ state: 'none', unlocks: [], count: 0 }),
    canUseKeys: false,
  }),
  'vault-locked': vault({ vault: vaultView({ state: 'locked' }) }),
  'vault-locked-no-key': vault({
    vault: vaultView({ state: 'locked', unlocks: [passphrase] }),
    canUseKeys: false,
  }),
  'vault-open': vault({}),
  'vault-open-importing': vault({
    importing: { step: 'working', done: 2_700, total: 10_000, error: null },
    vault: vaultView({ unlocks: [passphrase] }),
  }),
  'vault-passphrase': framed(
    <NewPassphrase
      act="Set up"
      onPassphrase={(passphrase) => vaultActions.create({ kind: 'passphrase', passphrase })}
      onBack={nothing}
    />,
  ),
  'vault-key': framed(
    <NewKey onMake={vaultActions.keys.make} onKey={vaultActions.create} onBack={nothing} />,
  ),
  'vault-change': framed(
    <ChangePassphrase onChange={vaultActions.changePassphrase} onChanged={nothing} onBack={nothing} />,
  ),
  'vault-add-way': framed(
    <AddWay
      kind="prf"
      unlocks={vaultView().unlocks}
      onAskKey={vaultActions.keys.ask}
      actions={vaultActions}
      onAdded={nothing}
      onBack={nothing}
    />,
  ),
  'vault-by-hand': framed(<AddByHand onAdd={vaultActions.entries.add} onAdded={nothing} onBack={nothing} />),
  'vault-edit': framed(
    <EditEntry
      entry={{
        id: 'edit'.padEnd(22, '0') as EntryId,
        issuer: 'Campus Portal',
        account: 'alex@example.org',
        type: 'totp',
        pinned: true,
        device: null,
        code: null,
        period: 30,
        error: null,
      }}
      onSave={vaultActions.entries.edit}
      onSaved={nothing}
      onBack={nothing}
    />,
  ),
  'vault-add-from': framed(<AddFrom actions={vaultActions.imports} onStarted={nothing} onBack={nothing} />),
  'vault-preview': preview(importPreview(12)),
  'vault-preview-many': preview(importPreview(10_000)),
  'vault-preview-nothing': preview(importPreview(0, { format: 'otpauth' })),
  'vault-import': importing({}),
  'vault-imported': importing({ step: 'done', done: 10_000 }),
  'vault-import-cancelled': importing({ step: 'cancelled' }),
  'vault-import-failed': importing({ step: 'failed', error: 'import_interrupted' }),
  'vault-restore': framed(
    <Restore
      count={10}
      isFirst={false}
      actions={vaultActions.backups}
      onBack={nothing}
      onRestored={nothing}
    />,
  ),
  'vault-backup-found': restored(10, false),
  'vault-backup-first': restored(0, true),
  'printed-sheet': framed(
    <CodeSheet
      sheet={{
        codes: Array.from({ length: 10 }, (_, index) => `${1_234_567_890 + index * 77_700_451}`),
        madeAt: NOW,
      }}
      account={account()}
      onPrint={nothing}
      onDone={nothing}
    />,
    'Printed codes',
  ),
};
