import { argon2Sync, createDecipheriv, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import { hotp } from '../../../lib/otp/otp.ts';
import { writeBackup } from '../../../lib/vault/backup-file.ts';
import { exportPlain } from '../../../lib/vault/vault.ts';
import {
  accountSecret,
  all,
  cheap,
  device,
  dump,
  entry,
  first,
  hotpEntry,
  newWorld,
  openVault,
  refusal,
  second,
} from './world.ts';

const text = readFileSync(new URL('../../../lib/vault/BACKUP-FORMAT.md', import.meta.url), 'utf8');
const block = (name: string) =>
  new RegExp(`<!-- example: ${name} -->\n\`\`\`json\n(.*?)\`\`\``, 's').exec(text)?.[1] ?? '';
/** The second cell of the table row that begins with this text. */
const cell = (start: string) =>
  text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim().replaceAll('`', '')))
    .find((cells) => cells[1] === start)?.[2];
const bytes = (base64url: string) => Buffer.from(base64url, 'base64url');
const EXAMPLE = 'an example passphrase';

describe('the worked example', () => {
  const file = JSON.parse(block('backup'));

  it('is what the description makes of it', () => {
    const { memory, passes, lanes, salt, name } = file.kdf;
    const stretched = argon2Sync('argon2id', {
      message: EXAMPLE.normalize('NFKC'),
      nonce: bytes(salt),
      parallelism: lanes,
      memory,
      passes,
      tagLength: 32,
    });
    expect(cell('after 2, stretched')).toBe(stretched.toString('base64url'));
    const made = Buffer.from(hkdfSync('sha256', stretched, '', 'countersign-backup/1', 48));
    expect(cell('after 3, key')).toBe(made.subarray(0, 32).toString('base64url'));
    expect(file.check).toBe(made.subarray(32).toString('base64url'));
    const data = JSON.stringify([
      'countersign-vault',
      1,
      'backup',
      file.madeAt,
      name,
      memory,
      passes,
      lanes,
      salt,
    ]);
    expect(cell('additional data')).toBe(data);
    const sealed = bytes(file.sealed);
    const opening = createDecipheriv('aes-256-gcm', made.subarray(0, 32), sealed.subarray(0, 12));
    opening.setAAD(Buffer.from(data)).setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([opening.update(sealed.subarray(12, -16)), opening.final()]);
    expect(JSON.parse(plain.toString())).toEqual(JSON.parse(block('content')));
  });

  it('is restored into an empty browser, with its passphrase as the vault’s', async () => {
    const { start } = newWorld();
    const vault = start();
    expect(await vault.readBackup(block('backup'), EXAMPLE)).toEqual({ madeAt: file.madeAt, count: 2 });
    expect((await vault.view()).state).toBe('none');
    await vault.restore(block('backup'), EXAMPLE);
    expect((await vault.view()).state).toBe('open');
    const { entries } = await vault.page(all);
    expect(entries.map(({ account, pinned }) => [account, pinned])).toEqual([
      ['alex', true],
      ['sam', false],
    ]);
    // RFC 4226, appendix D.
    expect(await vault.next(entries[1]?.id as EntryId)).toBe('162583');
    await vault.lock();
    await vault.unlock({ kind: 'passphrase', passphrase: EXAMPLE });
  });
});

describe('a backup', () => {
  const made = async () => {
    const { vault } = await openVault([entry(), hotpEntry()]);
    return vault.makeBackup(first, second.passphrase);
  };

  it('brings back what was there, in the place of what is, and keeps accounts’ own codes', async () => {
    const { vault } = await openVault([entry(), hotpEntry()]);
    await vault.keepAccountSecret(accountSecret(3));
    const before = (await exportPlain(first)).split('\n').sort();
    const file = await vault.makeBackup(first, second.passphrase);
    const [one] = (await vault.page(all)).entries.filter((each) => each.device === null);
    await vault.remove(one?.id as EntryId);
    await vault.add(entry({ issuer: 'Later' }));
    await vault.accountCode(device);
    await vault.restore(file, second.passphrase);
    expect((await exportPlain(first)).split('\n').sort()).toEqual(before);
    expect(await vault.view()).toMatchObject({ state: 'open', count: 3, accounts: [device] });
    expect(await vault.accountCode(device)).toBe(hotp(hotpEntry(), 4));
    await expect(vault.unlock(second)).rejects.toMatchObject(refusal('passphrase_wrong'));
  });

  it('needs the vault open where there is one, and its own passphrase', async () => {
    const file = await made();
    const { vault } = await openVault([entry({ issuer: 'Kept' })]);
    await expect(vault.restore(file, first.passphrase)).rejects.toMatchObject(refusal('passphrase_wrong'));
    await vault.lock();
    await expect(vault.restore(file, second.passphrase)).rejects.toMatchObject(refusal('vault_locked'));
    await vault.unlock(first);
    expect((await vault.page(all)).entries.map(({ issuer }) => issuer)).toEqual(['Kept']);
    await expect(vault.makeBackup(first, 'too short')).rejects.toMatchObject(refusal('passphrase_short'));
  });

  it('that was changed anywhere replaces nothing', async () => {
    const file = await made();
    const { vault } = await openVault([entry({ issuer: 'Kept' })]);
    const before = await vault.view();
    const change = fc.record({
      at: fc.nat({ max: file.length - 1 }),
      to: fc.constantFrom('0', 'A', '"', 'é', ''),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, to }) => {
        const changed = file.slice(0, at) + to + file.slice(at + 1);
        // White space between the members says nothing.
        fc.pre(changed.replaceAll(/\s/g, '') !== file.replaceAll(/\s/g, '') && /\S/.test(file[at] ?? ''));
        const code = await vault.restore(changed, second.passphrase).catch((error) => error.code);
        expect(['backup_invalid', 'passphrase_wrong']).toContain(code);
        expect(await vault.view()).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('that claims an account’s own entry replaces nothing', async () => {
    const { vault, ports } = await openVault([entry({ issuer: 'Kept' })]);
    await vault.keepAccountSecret(accountSecret());
    const own = (await vault.page(all)).entries.find((each) => each.device !== null);
    const entries = [{ id: own?.id as EntryId, device: null, pinned: false, entry: entry() }];
    const making = { random: ports.random, cost: cheap, passphrase: second.passphrase };
    const file = await writeBackup({ madeAt: 0, entries }, making);
    const before = await dump();
    await expect(vault.restore(file, second.passphrase)).rejects.toMatchObject(refusal('backup_invalid'));
    expect(await dump()).toEqual(before);
  });

  it.each([
    '',
    '{}',
    '[]',
    'null',
    'otpauth://totp/x?secret=AAAA',
    '{"format":"countersign-backup","version":2}',
  ])('is not %j', async (file) => {
    const { start } = newWorld();
    await expect(start().readBackup(file, first.passphrase)).rejects.toMatchObject(refusal('backup_invalid'));
    await expect(start().restore(file, first.passphrase)).rejects.toMatchObject(refusal('backup_invalid'));
    expect((await start().view()).state).toBe('none');
  });
});
