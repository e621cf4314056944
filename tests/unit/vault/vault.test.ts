import { describe, expect, it } from 'vitest';
import type { EntryId, UnlockId } from '../../../lib/messages/passcodes.ts';
import { hotp, otpSecret, totp } from '../../../lib/otp/otp.ts';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import { exportPlain } from '../../../lib/vault/vault.ts';
import {
  accountSecret,
  all,
  device,
  entry,
  first,
  hotpEntry,
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
      () => vault.makeBackup(first.passphrase),
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

  it('of two that remove each other’s way, one stays', async () => {
    const { vault, start } = await openVault();
    await vault.addUnlock(first, newKey());
    const ids = (await vault.view()).unlocks.map(({ id }) => id);
    await Promise.allSettled(ids.map((id) => start().removeUnlock(first, id)));
    expect((await vault.view()).unlocks).toHaveLength(1);
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

describe('the list', () => {
  it('shows pinned ones first, then by issuer and account, with codes of this moment', async () => {
    const { vault, browser } = await openVault([
      entry({ issuer: 'Zoo' }),
      entry({ issuer: 'ämter', account: 'b' }),
      entry({ issuer: 'ämter', account: 'a' }),
      hotpEntry({ issuer: 'Bank' }),
    ]);
    const zoo = (await vault.page(all)).entries.find(({ issuer }) => issuer === 'Zoo');
    await vault.edit({ id: zoo?.id as EntryId, issuer: ' Zoo ', account: 'alex', pinned: true });
    const page = await vault.page(all);
    expect(page.entries.map(({ issuer, account }) => `${issuer} ${account}`)).toEqual([
      'Zoo alex',
      'ämter a',
      'ämter b',
      'Bank sam',
    ]);
    expect(page.entries.map(({ code }) => code)).toEqual([
      ...Array(3).fill(totp(entry(), browser.now())),
      null,
    ]);
    expect(page).toMatchObject({ total: 4, at: browser.now(), revision: 3 });
  });

  it('searches issuer and account whatever the case, and gives the rows asked for', async () => {
    const { vault } = await openVault([entry(), entry({ issuer: 'Bank' }), hotpEntry({ account: 'SAM' })]);
    const found = async (search: string) => (await vault.page({ ...all, search })).total;
    expect(await Promise.all(['PORTAL', ' sam ', 'bank', 'nobody', 'alex'].map(found))).toEqual([
      2, 1, 1, 0, 2,
    ]);
    const page = await vault.page({ search: '', from: 1, count: 1 });
    expect([page.total, page.entries.length, page.entries[0]?.account]).toEqual([3, 1, 'alex']);
  });

  it('follows every change, also another worker’s', async () => {
    const { vault, start } = await openVault([entry()]);
    const [one] = (await vault.page(all)).entries;
    await start().add(entry({ issuer: 'Bank' }));
    expect((await vault.page(all)).total).toBe(2);
    await start().remove(one?.id as EntryId);
    expect((await vault.page(all)).entries.map(({ issuer }) => issuer)).toEqual(['Bank']);
    await expect(vault.remove(one?.id as EntryId)).rejects.toMatchObject(refusal('code_unknown'));
  });

  it('knows what is there already, under whatever name, and what comes twice', async () => {
    const { vault } = await openVault([entry()]);
    const other = entry({ secret: otpSecret(Buffer.from('another')) });
    expect(
      await vault.duplicates([entry({ issuer: 'Renamed' }), other, other, entry({ digits: 8 }), hotpEntry()]),
    ).toEqual([true, false, true, false, false]);
  });

  it('adds all or nothing, tells how far it is, and stops when told', async () => {
    const { vault } = await openVault();
    const many = Array.from({ length: 250 }, (_, index) => entry({ account: `${index}` }));
    const stop = new AbortController();
    const progress: number[] = [];
    const stopping = vault.addAll(many, {
      signal: stop.signal,
      progress: (done) => {
        progress.push(done);
        if (done === 200) stop.abort();
      },
    });
    await expect(stopping).rejects.toMatchObject({ name: 'AbortError' });
    expect([progress, (await vault.view()).count]).toEqual([[100, 200], 0]);
    await vault.addAll(many);
    expect((await vault.view()).count).toBe(250);
    await expect(vault.addAll([entry(), entry({ period: 0.5 })])).rejects.toMatchObject(
      refusal('otpauth_invalid'),
    );
    expect((await vault.view()).count).toBe(250);
  });

  it('takes what comes at the same time', async () => {
    const { vault, start } = await openVault();
    await Promise.all(Array.from({ length: 8 }, (_, index) => start().add(entry({ account: `${index}` }))));
    expect((await vault.view()).count).toBe(8);
  });
});

describe('counters', () => {
  it('gives each code once, also when two ask at the same time', async () => {
    const { vault, start } = await openVault([hotpEntry()]);
    const id = (await vault.page(all)).entries[0]?.id as EntryId;
    const codes = await Promise.all([vault.next(id), start().next(id), vault.next(id), start().next(id)]);
    expect(codes.sort()).toEqual([5, 6, 7, 8].map((counter) => hotp(hotpEntry(), counter)).sort());
    expect(await exportPlain(first)).toContain('counter=9');
  });

  it('has no next code for what goes by time or is not there', async () => {
    const { vault } = await openVault([entry()]);
    const id = (await vault.page(all)).entries[0]?.id as EntryId;
    await expect(vault.next(id)).rejects.toMatchObject(refusal('code_unknown'));
    await expect(vault.next(unknown as EntryId)).rejects.toMatchObject(refusal('code_unknown'));
  });
});

describe('a paired account’s own codes', () => {
  it('keeps the higher counter of the same secret, and begins anew with another', async () => {
    const { vault } = await openVault();
    await expect(vault.accountCode(device)).rejects.toMatchObject(refusal('passcode_not_ready'));
    await vault.keepAccountSecret(accountSecret(3));
    expect(await vault.accountCode(device)).toBe(hotp(hotpEntry(), 3));
    await vault.keepAccountSecret(accountSecret(3));
    expect(await vault.accountCode(device)).toBe(hotp(hotpEntry(), 4));
    const other = accountSecret(0, 'another secret');
    await vault.keepAccountSecret(other);
    expect(await vault.accountCode(device)).toBe(hotp({ ...hotpEntry(), secret: other.secret }, 0));
    expect(await vault.view()).toMatchObject({ count: 1, accounts: [device] });
  });

  it('are neither edited, removed, backed up nor exported, and go with the account while locked', async () => {
    const { vault } = await openVault();
    await vault.keepAccountSecret(accountSecret());
    const [own] = (await vault.page(all)).entries;
    const id = own?.id as EntryId;
    expect(own).toMatchObject({ device, type: 'hotp', code: null });
    await expect(vault.remove(id)).rejects.toMatchObject(refusal('code_unknown'));
    const edit = { id, issuer: 'x', account: 'y', pinned: true };
    await expect(vault.edit(edit)).rejects.toMatchObject(refusal('code_unknown'));
    expect(await exportPlain(first)).toBe('');
    const backup = await vault.makeBackup(second.passphrase);
    expect(await vault.readBackup(backup, second.passphrase)).toMatchObject({ count: 0 });
    await vault.lock();
    expect((await vault.view()).accounts).toEqual([]);
    await vault.dropAccount(device);
    await vault.dropAccount(device);
    await vault.unlock(first);
    expect(await vault.view()).toMatchObject({ count: 0, accounts: [] });
  });
});

it('erases everything without a passphrase', async () => {
  const { vault, start } = await openVault([entry(), hotpEntry()]);
  await vault.lock();
  await vault.erase();
  expect(await vault.view()).toMatchObject({ state: 'none', count: 0 });
  await start().create(second);
  expect((await start().page(all)).total).toBe(0);
});

it('exports what was added, to whoever unlocks it anew', async () => {
  const { vault } = await openVault([entry(), hotpEntry()]);
  await vault.lock();
  await expect(exportPlain(second)).rejects.toMatchObject(refusal('passphrase_wrong'));
  const lines = (await exportPlain(first)).trim().split('\n').sort();
  expect(lines.map((line) => line.slice(0, 15))).toEqual(['otpauth://hotp/', 'otpauth://totp/']);
  expect((await vault.view()).state).toBe('locked');
});
