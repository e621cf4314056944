import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import { readImport } from '../../../lib/otp/otp.ts';
import { createVault, exportPlain } from '../../../lib/vault/vault.ts';
import { all, cheap, entry, first, newWorld, openVault, refusal, second } from './world.ts';

type Vault = Awaited<ReturnType<typeof openVault>>['vault'];

it('a vault that was left open gives nobody a copy under a passphrase of their own', async () => {
  const { vault } = await openVault([entry()]);
  const refused = vault.makeBackup(second, second.passphrase);
  await expect(refused).rejects.toMatchObject(refusal('passphrase_wrong'));
  const file = await vault.makeBackup(first, second.passphrase);
  expect(await vault.readBackup(file, second.passphrase)).toMatchObject({ count: 1 });
});

describe('locking', () => {
  it('is not undone by an unlocking that had begun before', async () => {
    const { vault } = await openVault([entry()]);
    await vault.lock();
    const unlocking = vault.unlock(first);
    await vault.lock();
    await expect(unlocking).rejects.toMatchObject(refusal('vault_locked'));
    expect((await vault.view()).state).toBe('locked');
    await vault.unlock(first);
    expect((await vault.view()).state).toBe('open');
  });

  it.each<[string, (vault: Vault, file: string) => Promise<void>]>([
    ['a set-up', (vault) => vault.create(second)],
    ['a restore', (vault, file) => vault.restore(file, second.passphrase)],
  ])('is not undone by %s that had begun before', async (_what, act) => {
    const { vault } = await openVault([entry()]);
    const file = await vault.makeBackup(first, second.passphrase);
    await vault.erase();
    const acting = act(vault, file);
    await vault.lock();
    await acting;
    expect((await vault.view()).state).toBe('locked');
    await vault.unlock(second);
    expect((await vault.view()).state).toBe('open');
  });

  it('keeps out nobody who unlocks while an old key is being cleared away', async () => {
    const { vault } = await openVault();
    const unlocking = vault.unlock(first);
    await vault.lockIfDue();
    await unlocking;
    expect((await vault.view()).state).toBe('open');
  });

  it('ends an import over which it comes, with nothing added', async () => {
    const { vault } = await openVault();
    const adding = vault.addAll(
      Array.from({ length: 350 }, () => entry()),
      { progress: (done) => (done === 200 ? vault.lock() : undefined) },
    );
    await expect(adding).rejects.toMatchObject(refusal('vault_locked'));
    await vault.unlock(first);
    expect((await vault.view()).count).toBe(0);
  });

  it('ends a restore over which it comes, with nothing replaced', async () => {
    const { vault, ports } = await openVault([entry()]);
    const file = await vault.makeBackup(first, second.passphrase);
    await vault.add(entry({ issuer: 'Later' }));
    const { bytes } = ports.random;
    // It has looked at the vault and read the file, and begins to seal.
    ports.random.bytes = (length) => {
      void vault.lock();
      return bytes(length);
    };
    await expect(vault.restore(file, second.passphrase)).rejects.toMatchObject(refusal('vault_locked'));
    await vault.unlock(first);
    expect((await vault.view()).count).toBe(2);
  });
});

describe('a file of somebody else’s', () => {
  it.each([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1])(
    'with the counter %d keeps nobody from a backup',
    async (counter) => {
      const { vault } = await openVault([entry()]);
      const text = `otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=${counter}`;
      await vault.addAll(readImport(text).rows.map((row) => row.entry));
      const { entries } = await vault.page(all);
      const id = entries.find(({ type }) => type === 'hotp')?.id as EntryId;
      await vault.next(id).catch(() => undefined);
      await expect(vault.next(id)).rejects.toMatchObject(refusal('vault_damaged'));
      const file = await vault.makeBackup(first, second.passphrase);
      expect(await vault.readBackup(file, second.passphrase)).toMatchObject({ count: 2 });
      await exportPlain(first);
    },
  );

  it.each([{ memory: 4_194_304 }, { passes: 1e9 }, { memory: 7 }, { lanes: 255 }])(
    'that asks for %j of work is refused before any is done',
    async (cost) => {
      const { vault } = await openVault([entry()]);
      const file = JSON.parse(await vault.makeBackup(first, second.passphrase));
      const dear = JSON.stringify({ ...file, kdf: { ...file.kdf, ...cost } });
      await expect(vault.readBackup(dear, second.passphrase)).rejects.toMatchObject(
        refusal('backup_invalid'),
      );
    },
  );

  it('tells no time that no calendar has', async () => {
    const { ports } = newWorld();
    const clock = { now: () => 8.64e15 + 1 };
    const vault = createVault({ ...ports, clock }, { cost: cheap });
    await vault.create(first);
    const file = await vault.makeBackup(first, second.passphrase);
    await expect(vault.readBackup(file, second.passphrase)).rejects.toMatchObject(refusal('backup_invalid'));
  });
});
