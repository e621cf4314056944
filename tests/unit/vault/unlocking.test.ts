import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import type { UnlockId } from '../../../lib/messages/vault.ts';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import { exportPlain } from '../../../lib/vault/vault.ts';
import {
  accountSecret,
  all,
  device,
  entry,
  first,
  key,
  newKey,
  newWorld,
  openVault,
  refusal,
  second,
} from './world.ts';

const unknown = 'AAAAAAAAAAAAAAAAAAAAAA';

describe('opening', () => {
  it('goes from none to open, locked and open again', async () => {
    const { start } = newWorld();
    const vault = start();
    expect(await vault.view()).toMatchObject({ state: 'none', unlocks: [], count: 0, revision: 0 });
    await vault.create(first);
    expect(await vault.view()).toMatchObject({ state: 'open', count: 0, revision: 1, accounts: [] });
    await vault.lock();
    expect((await vault.view()).state).toBe('locked');
    await vault.unlock(first);
    expect((await start().view()).state).toBe('open');
  });

  it('is known to be locked without a look into the database', async () => {
    const { start } = newWorld();
    expect(await start().mayBeOpen()).toBe(false);
    expect(await indexedDB.databases()).toEqual([]);
    const vault = start();
    await vault.create(first);
    expect(await start().mayBeOpen()).toBe(true);
    await vault.lock();
    expect(await start().mayBeOpen()).toBe(false);
  });

  it('says which of all things is wrong', async () => {
    const { start } = newWorld();
    const vault = start();
    await expect(vault.unlock(first)).rejects.toMatchObject(refusal('vault_none'));
    await expect(vault.page(all)).rejects.toMatchObject(refusal('vault_none'));
    await expect(exportPlain(first)).rejects.toMatchObject(refusal('vault_none'));
    const short = { kind: 'passphrase', passphrase: '123456789' } as const;
    await expect(vault.create(short)).rejects.toMatchObject(refusal('passphrase_short'));
    await expect(vault.create({ ...newKey(), output: 'short' })).rejects.toMatchObject(
      refusal('unlock_unsupported'),
    );
    await vault.create(first);
    await expect(vault.create(first)).rejects.toMatchObject(refusal('vault_exists'));
    await vault.lock();
    await expect(vault.unlock(second)).rejects.toMatchObject(refusal('passphrase_wrong'));
    await expect(vault.unlock({ kind: 'passphrase', passphrase: '' })).rejects.toMatchObject(
      refusal('passphrase_wrong'),
    );
    await expect(vault.unlock(key())).rejects.toMatchObject(refusal('unlock_unknown'));
    for (const locked of [
      () => vault.page(all),
      () => vault.next(unknown as EntryId),
      () => vault.add(entry()),
      () => vault.edit({ id: unknown as EntryId, issuer: '', account: '', pinned: false }),
      () => vault.remove(unknown as EntryId),
      () => vault.duplicates([]),
      () => vault.addAll([]),
      () => vault.keepAccountSecret(accountSecret()),
      () => vault.accountCode(device),
      () => vault.settings({ autoLock: { minutes: 1, withScreen: false }, clearsClipboard: false }),
    ]) {
      await expect(locked()).rejects.toMatchObject(refusal('vault_locked'));
    }
  });

  it('of two that create at once, one wins and its entries stay', async () => {
    const { start } = newWorld();
    const both = await Promise.allSettled([start().create(first), start().create(second)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = both[0]?.status === 'fulfilled' ? first : second;
    await start().unlock(winner);
    expect((await start().view()).unlocks).toHaveLength(1);
  });

  it('takes a passphrase as another keyboard composes it', async () => {
    const { start } = newWorld();
    await start().create({ kind: 'passphrase', passphrase: 'caf\u00e9 \ufb01ve stars' });
    await start().unlock({ kind: 'passphrase', passphrase: 'cafe\u0301 five stars' });
  });

  it('costs a guess what it says, at full price', async () => {
    const { ports } = newWorld();
    const { createVault } = await import('../../../lib/vault/vault.ts');
    const vault = createVault(ports);
    await vault.create(first);
    await vault.lock();
    await vault.unlock(first);
    await expect(vault.unlock(second)).rejects.toMatchObject(refusal('passphrase_wrong'));
  });
});

describe('ways to unlock', () => {
  it('adds a key, opens by it, and removes the passphrase', async () => {
    const { vault, start } = await openVault([entry()]);
    await vault.addUnlock(first, newKey());
    await vault.addUnlock(key(), newKey(8));
    await vault.lock();
    await start().unlock(key(8));
    const { unlocks } = await vault.view();
    expect(unlocks.map(({ kind, name }) => [kind, name])).toEqual([
      ['passphrase', ''],
      ['prf', 'Key 7'],
      ['prf', 'Key 8'],
    ]);
    await vault.removeUnlock(key(), unlocks[0]?.id as UnlockId);
    await expect(vault.unlock(first)).rejects.toMatchObject(refusal('unlock_unknown'));
    await expect(vault.changePassphrase({ current: 'x', next: 'y' })).rejects.toMatchObject(
      refusal('unlock_unknown'),
    );
    await vault.addUnlock(key(), second);
    await vault.unlock(second);
    expect((await vault.page(all)).total).toBe(1);
  });

  it('never lets go of the last, adds none twice, and asks for one that is there', async () => {
    const { vault } = await openVault();
    const [only] = (await vault.view()).unlocks;
    await expect(vault.removeUnlock(first, only?.id as UnlockId)).rejects.toMatchObject(
      refusal('unlock_last'),
    );
    await expect(vault.removeUnlock(first, unknown as UnlockId)).rejects.toMatchObject(
      refusal('unlock_unknown'),
    );
    await expect(vault.removeUnlock(second, only?.id as UnlockId)).rejects.toMatchObject(
      refusal('passphrase_wrong'),
    );
    await expect(vault.addUnlock(second, newKey())).rejects.toMatchObject(refusal('passphrase_wrong'));
    await expect(vault.addUnlock(first, second)).rejects.toMatchObject(refusal('vault_changed'));
    await vault.addUnlock(first, newKey());
    await expect(vault.addUnlock(first, newKey())).rejects.toMatchObject(refusal('vault_changed'));
    await expect(vault.unlock({ ...key(), output: key(9).output })).rejects.toMatchObject(
      refusal('unlock_unknown'),
    );
  });

  it('of two that change them at once, none undoes the other’s change', async () => {
    const { vault, start } = await openVault();
    const adding = [7, 8, 9].map((fill) => start().addUnlock(first, newKey(fill)));
    const added = (await Promise.allSettled(adding)).filter(({ status }) => status === 'fulfilled');
    const ids = (await vault.view()).unlocks.map(({ id }) => id);
    expect([added.length > 0, ids.length]).toEqual([true, added.length + 1]);
    await Promise.allSettled(ids.map((id) => start().removeUnlock(first, id)));
    expect((await vault.view()).unlocks.length).toBeGreaterThan(0);
  });

  it('changes the passphrase and keeps everything', async () => {
    const { vault } = await openVault([entry()]);
    const change = { current: first.passphrase, next: second.passphrase };
    await expect(vault.changePassphrase({ ...change, next: 'short' })).rejects.toMatchObject(
      refusal('passphrase_short'),
    );
    await vault.changePassphrase(change);
    await expect(vault.changePassphrase(change)).rejects.toMatchObject(refusal('passphrase_wrong'));
    await expect(vault.unlock(first)).rejects.toMatchObject(refusal('passphrase_wrong'));
    await vault.unlock(second);
    expect((await vault.page(all)).entries[0]).toMatchObject({ issuer: 'Campus Portal', error: null });
  });
});

describe('locking by itself', () => {
  const settings = (minutes: number | null) => ({
    autoLock: { minutes, withScreen: true },
    clearsClipboard: true,
  });

  it('counts from the last use, and a list that asks by itself is none', async () => {
    const { vault, browser } = await openVault([entry()]);
    await vault.settings(settings(5));
    await browser.advance(4 * MINUTE);
    await vault.touch();
    await browser.advance(4 * MINUTE);
    expect(await vault.lockIfDue()).toBe(false);
    await vault.page(all);
    await browser.advance(MINUTE);
    await expect(vault.page(all)).rejects.toMatchObject(refusal('vault_locked'));
    // A use that comes too late brings nothing back.
    await vault.touch();
    expect((await vault.view()).state).toBe('locked');
    expect(await vault.lockIfDue()).toBe(true);
    expect(await vault.lockIfDue()).toBe(false);
    await vault.settings(settings(5)).catch(() => undefined);
    expect((await vault.view()).state).toBe('locked');
  });

  it('stays open when the person wants that, and not when the clock was turned back', async () => {
    const { vault, browser } = await openVault();
    await vault.settings(settings(null));
    await browser.advance(1_000 * HOUR);
    expect(await vault.lockIfDue()).toBe(false);
    await vault.settings(settings(5));
    await vault.touch();
    await browser.advance(-2 * MINUTE);
    expect((await vault.view()).state).toBe('locked');
  });
});
