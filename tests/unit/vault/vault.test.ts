import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import { hotp, otpSecret, totp } from '../../../lib/otp/otp.ts';

import { exportPlain } from '../../../lib/vault/vault.ts';
import {
  accountSecret,
  all,
  device,
  dump,
  entry,
  first,
  hotpEntry,
  openVault,
  refusal,
  second,
} from './world.ts';

const unknown = 'AAAAAAAAAAAAAAAAAAAAAA';

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

it('leaves nothing of an entry that is edited while it is removed', async () => {
  const { vault, start } = await openVault([entry(), hotpEntry()]);
  const ids = (await vault.page(all)).entries.map(({ id }) => id);
  const edit = (id: EntryId) => start().edit({ id, issuer: 'x', account: 'y', pinned: true });
  await Promise.allSettled(ids.flatMap((id) => [edit(id), start().remove(id), edit(id)]));
  expect(Object.entries(await dump()).map(([store, rows]) => [store, rows.length])).toEqual([
    ['counters', 0],
    ['header', 1],
    ['labels', 0],
    ['secrets', 0],
  ]);
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
    const backup = await vault.makeBackup(first, second.passphrase);
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
