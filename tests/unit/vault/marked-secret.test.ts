import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import { writeOtpauth } from '../../../lib/otp/otp.ts';
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
  MARK,
  newKey,
  newWorld,
  second,
  tamper,
} from './world.ts';

const base32 = /secret=([A-Z2-7]+)/.exec(writeOtpauth(entry()))?.[1] ?? '';
const marks = [
  ...(['latin1', 'hex', 'base64', 'base64url'] as const).map((way) => Buffer.from(MARK).toString(way)),
  base32,
  ...[first, second].map(({ passphrase }) => passphrase),
  key().output,
].map((mark) => mark.replace(/=+$/, '').toLowerCase());

/** Every text and every run of bytes in it. */
function* texts(value: unknown): Generator<string> {
  if (value instanceof Uint8Array) yield Buffer.from(value).toString('latin1');
  else if (value instanceof Error) yield* texts([value.message, value.stack, value.cause, { ...value }]);
  else if (typeof value === 'object' && value !== null) {
    yield* Object.keys(value);
    for (const part of Object.values(value)) yield* texts(part);
  } else yield String(value);
}
const found = (value: unknown): string[] =>
  [...texts(value)].filter((text) => marks.some((mark) => text.toLowerCase().includes(mark)));

it('is found where it is', () => {
  expect(base32.length).toBeGreaterThan(30);
  const cause = new Error('x', { cause: Buffer.from(`..${MARK}..`) });
  expect(found([{ a: MARK }, cause, new Error(base32), 'nothing', first]).length).toBe(5);
});

describe('a marked secret', () => {
  it('is in no store, no memory and no answer after any operation', async () => {
    const { start, ports } = newWorld();
    const vault = start();
    const steps: [string, () => Promise<unknown>][] = [
      ['create', () => vault.create(first)],
      ['addAll', () => vault.addAll([entry(), hotpEntry()])],
      ['add', () => vault.add(entry({ issuer: 'Bank' }))],
      ['own', () => vault.keepAccountSecret(accountSecret())],
      ['own code', () => vault.accountCode(device)],
      ['page', () => vault.page(all)],
      [
        'next',
        async () => vault.next((await vault.page({ ...all, search: 'sam' })).entries[0]?.id as EntryId),
      ],
      [
        'edit',
        async () =>
          vault.edit({
            id: (await vault.page(all)).entries[0]?.id as EntryId,
            issuer: 'x',
            account: 'y',
            pinned: true,
          }),
      ],
      ['duplicates', () => vault.duplicates([entry()])],
      ['change', () => vault.changePassphrase({ current: first.passphrase, next: second.passphrase })],
      ['addUnlock', () => vault.addUnlock(second, newKey())],
      ['lock', () => vault.lock()],
      ['unlock', () => vault.unlock(key())],
      ['raise the cost', () => start({ cost: { memory: 16, passes: 2 } }).unlock(second)],
      ['backup', () => vault.makeBackup(second, second.passphrase)],
      [
        'restore',
        async () => vault.restore(await vault.makeBackup(second, second.passphrase), second.passphrase),
      ],
      ['view', () => vault.view()],
      ['remove', async () => vault.remove((await vault.page(all)).entries[0]?.id as EntryId)],
      ['drop', () => vault.dropAccount(device)],
    ];
    for (const [what, step] of steps) {
      const answer = await step();
      const places = { answer, stores: await dump(), session: await ports.session.all('') };
      expect([what, found(places)]).toEqual([what, []]);
    }
    expect(Object.keys(await ports.session.all(''))).toEqual(['vault.used', 'vault.key']);
    await vault.lock();
    expect(await ports.session.all('')).toEqual({});
  });

  it('is in no error', async () => {
    const { start } = newWorld();
    const vault = start();
    await vault.create(first);
    await vault.addAll([entry(), hotpEntry()]);
    const file = await vault.makeBackup(first, first.passphrase);
    const { entries } = await vault.page(all);
    const id = entries[0]?.id as EntryId;
    await tamper('secrets', (row: { sealed: Uint8Array }) => ({ ...row, sealed: row.sealed.toReversed() }));
    const failing = [
      () => vault.create(first),
      () => vault.unlock(second),
      () => vault.unlock(key()),
      () => vault.changePassphrase({ current: second.passphrase, next: first.passphrase }),
      () => vault.addUnlock(second, newKey()),
      () => vault.add(entry({ period: -1 })),
      () => vault.add(entry({ algorithm: MARK as 'SHA1' })),
      () => vault.next(entries.find(({ type }) => type === 'hotp')?.id as EntryId),
      () => vault.makeBackup(first, first.passphrase),
      () => vault.makeBackup(first, 'short'),
      () => vault.readBackup(`{"secret":"${MARK}"`, first.passphrase),
      () => vault.readBackup(JSON.stringify({ ...JSON.parse(file), sealed: MARK }), first.passphrase),
      () => vault.readBackup(file, second.passphrase),
      () => exportPlain(first),
      () => exportPlain(second),
      async () => {
        await vault.lock();
        await vault.next(id);
      },
    ];
    for (const fail of failing) {
      const error = await fail().then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(Error);
      expect(found(error)).toEqual([]);
    }
  });
});
