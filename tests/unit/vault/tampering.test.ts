import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import { exportPlain } from '../../../lib/vault/vault.ts';
import {
  accountSecret,
  all,
  device,
  dump,
  entry,
  first,
  hotpEntry,
  key,
  newKey,
  openVault,
  refusal,
  tamper,
} from './world.ts';

const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
/** A bit of something that has this many bytes. */
const bitOf = (bytes: number) => fc.nat({ max: bytes * 8 - 1 });

interface Row {
  id: string;
  sealed: Uint8Array;
  device?: unknown;
}
interface StoredWay {
  kind: 'passphrase' | 'prf';
  id: string;
  createdAt: number;
  check: Uint8Array;
  wrapped: Uint8Array;
  costs?: { salt: Uint8Array; memory: number };
  name?: string;
  salt?: string;
}

const seen = async (vault: Awaited<ReturnType<typeof openVault>>['vault']) =>
  (await vault.page(all)).entries.map(({ issuer, error }) => error ?? issuer).sort();

describe('a record', () => {
  it.each(['labels', 'secrets'])(
    'of %s with any bit changed is damaged, and blocks no other',
    async (store) => {
      const { start } = await openVault([entry({ issuer: 'One' }), entry({ issuer: 'Two' })]);
      const rows = (await dump())[store]?.map(({ value }) => value as Row) ?? [];
      const [target] = rows;
      await fc.assert(
        fc.asyncProperty(bitOf(target?.sealed.length ?? 0), async (bit) => {
          await tamper(store, (row: Row) =>
            row.id === target?.id ? { ...row, sealed: flipped(row.sealed, bit) } : row,
          );
          const found = await seen(start());
          expect(found).toEqual([expect.stringMatching(/^(One|Two)$/), 'vault_damaged']);
          await tamper(store, (row: Row) => rows.find(({ id }) => id === row.id));
        }),
        { numRuns: 60 },
      );
      expect(await seen(start())).toEqual(['One', 'Two']);
    },
  );

  it('does not open in the place of another', async () => {
    const { start } = await openVault([entry({ issuer: 'One' }), entry({ issuer: 'Two' })]);
    for (const store of ['labels', 'secrets']) {
      const rows = (await dump())[store]?.map(({ value }) => value as Row) ?? [];
      await tamper(store, (row: Row) => ({ ...row, sealed: rows.find(({ id }) => id !== row.id)?.sealed }));
      expect(await seen(start())).toEqual(['vault_damaged', 'vault_damaged']);
      await tamper(store, (row: Row) => rows.find(({ id }) => id === row.id));
    }
    const secrets = (await dump()).secrets?.map(({ value }) => value as Row);
    await tamper('labels', (row: Row) => ({
      ...row,
      sealed: secrets?.find(({ id }) => id === row.id)?.sealed,
    }));
    expect(await seen(start())).toEqual(['vault_damaged', 'vault_damaged']);
  });

  it('does not open in another vault, even under the same key', async () => {
    const { start, ports } = await openVault([entry()]);
    const other = 'BBBBBBBBBBBBBBBBBBBBBB';
    await tamper('header', (header: object) => ({ ...header, id: other }));
    await ports.session.set('vault.key', {
      ...((await ports.session.get('vault.key')) as object),
      vault: other,
    });
    expect(await seen(start())).toEqual(['vault_damaged']);
  });

  it('cannot be given to another account, or to none', async () => {
    const { start } = await openVault();
    await start().keepAccountSecret(accountSecret());
    await tamper('labels', (row: Row) => ({ ...row, device: device.replace(/.$/, 'B') }));
    expect(await seen(start())).toEqual(['vault_damaged']);
    await tamper('labels', (row: Row) => ({ ...row, device: null }));
    expect(await seen(start())).toEqual(['vault_damaged']);
  });

  it.each([undefined, null, 'text', 7, {}])('that is %j is damaged and can be removed', async (sealed) => {
    const { vault } = await openVault([entry({ issuer: 'One' }), hotpEntry({ issuer: 'Two' })]);
    await tamper('labels', (row: Row) => ({ ...row, sealed }));
    await tamper('secrets', (row: Row) => ({ ...row, sealed }));
    const { entries } = await vault.page(all);
    expect(entries.map(({ error }) => error)).toEqual(['vault_damaged', 'vault_damaged']);
    for (const { id } of entries) {
      await expect(vault.next(id)).rejects.toMatchObject(refusal('vault_damaged'));
      await expect(vault.edit({ id, issuer: '', account: '', pinned: true })).rejects.toMatchObject(
        refusal('vault_damaged'),
      );
    }
    await expect(vault.makeBackup(first, first.passphrase)).rejects.toMatchObject(refusal('vault_damaged'));
    await expect(exportPlain(first)).rejects.toMatchObject(refusal('vault_damaged'));
    expect(await vault.duplicates([entry()])).toEqual([false]);
    for (const { id } of entries) await vault.remove(id);
    expect((await vault.page(all)).total).toBe(0);
  });

  it('without its secret is damaged, and heals by the backup', async () => {
    const { vault } = await openVault([entry(), hotpEntry()]);
    const backup = await vault.makeBackup(first, first.passphrase);
    await tamper('secrets', () => undefined);
    const id = (await vault.page(all)).entries.find(({ type }) => type === 'hotp')?.id as EntryId;
    await expect(vault.next(id)).rejects.toMatchObject(refusal('vault_damaged'));
    await vault.restore(backup, first.passphrase);
    expect(await seen(vault)).toEqual(['Campus Portal', 'Campus Portal']);
    expect(await vault.next(id)).toMatch(/^\d{6}$/);
  });

  it.each([undefined, -1, 0.5, '5', Number.MAX_SAFE_INTEGER])(
    'makes no code of the counter %j',
    async (counter) => {
      const { vault } = await openVault([hotpEntry()]);
      await tamper('counters', () => counter);
      const id = (await vault.page(all)).entries[0]?.id as EntryId;
      await expect(vault.next(id)).rejects.toMatchObject(refusal('vault_damaged'));
    },
  );
});

describe('the header', () => {
  const change = (edit: (way: StoredWay) => StoredWay) =>
    tamper('header', (header: { unlocks: StoredWay[] }) => ({
      ...header,
      unlocks: header.unlocks.map(edit),
    }));
  const secrets = { passphrase: first, prf: key() };

  it('opens by no way of which any bit was changed', async () => {
    const { vault } = await openVault();
    await vault.addUnlock(first, newKey());
    const [original] = (await dump()).header ?? [];
    const kind = fc.constantFrom('passphrase' as const, 'prf' as const);
    const edits = fc.oneof(
      bitOf(16).map((bit) => (way: StoredWay) => ({ ...way, check: flipped(way.check, bit) })),
      bitOf(60).map((bit) => (way: StoredWay) => ({ ...way, wrapped: flipped(way.wrapped, bit) })),
      bitOf(16).map(
        (bit) => (way: StoredWay) =>
          way.costs
            ? { ...way, costs: { ...way.costs, salt: flipped(way.costs.salt, bit) } }
            : { ...way, salt: `${way.salt}${bit}` },
      ),
      fc.constant((way: StoredWay) => ({ ...way, createdAt: way.createdAt + 1 })),
      fc.constant((way: StoredWay) => ({ ...way, id: 'A'.repeat(22) })),
      fc
        .nat({ max: 20 })
        .map(
          (cost) => (way: StoredWay) =>
            way.costs
              ? { ...way, costs: { ...way.costs, memory: 9 + cost } }
              : { ...way, name: `${way.name}${cost}` },
        ),
    );
    await fc.assert(
      fc.asyncProperty(kind, edits, async (which, edit) => {
        await change((way) => (way.kind === which ? edit(way) : way));
        const wrong = which === 'prf' ? 'unlock_unknown' : 'passphrase_wrong';
        const said = await vault.unlock(secrets[which]).catch((error) => error.code);
        expect([wrong, 'vault_damaged']).toContain(said);
        await vault.unlock(secrets[which === 'prf' ? 'passphrase' : 'prf']);
        await tamper('header', () => original?.value);
      }),
      { numRuns: 150 },
    );
    await vault.unlock(first);
  });

  it('tells a wrong passphrase from a damaged record', async () => {
    const { vault } = await openVault();
    await change((way) => ({ ...way, wrapped: flipped(way.wrapped, 100) }));
    await expect(vault.unlock(first)).rejects.toMatchObject(refusal('vault_damaged'));
    await expect(vault.unlock({ ...first, passphrase: 'another one' })).rejects.toMatchObject(
      refusal('passphrase_wrong'),
    );
  });

  it.each([null, 5, {}, { version: 2 }])('that is %j is damaged, and only erasing helps', async (header) => {
    const { vault } = await openVault([entry()]);
    await vault.keepAccountSecret(accountSecret());
    await tamper('header', () => header);
    const damaged = refusal('vault_damaged');
    await expect(vault.view()).rejects.toMatchObject(damaged);
    await expect(vault.unlock(first)).rejects.toMatchObject(damaged);
    await expect(vault.create(first)).rejects.toMatchObject(damaged);
    await expect(vault.page(all)).rejects.toMatchObject(damaged);
    await vault.dropAccount(device);
    await vault.erase();
    expect((await vault.view()).state).toBe('none');
  });
});
