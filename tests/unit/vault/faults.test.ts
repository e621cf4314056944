import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import type { UnlockId } from '../../../lib/messages/vault.ts';
import { hotp, otpSecret } from '../../../lib/otp/otp.ts';
import type { Vault } from '../../../lib/vault/vault.ts';
import { exportPlain } from '../../../lib/vault/vault.ts';
import { type Fault, faults, mortalSession, withFault } from './faults.ts';
import {
  accountSecret,
  all,
  cheap,
  type Dump,
  device,
  dump,
  entry,
  first,
  hotpEntry,
  key,
  load,
  newKey,
  newWorld,
  refusal,
  second,
} from './world.ts';

const backupOf = async () => {
  const { start } = newWorld();
  const vault = start();
  await vault.create(first);
  await vault.addAll([entry({ issuer: 'From the backup' }), hotpEntry({ counter: 2 })]);
  return vault.makeBackup(first, second.passphrase);
};
const idOf = async (vault: Vault, account: string) =>
  (await vault.page({ ...all, search: account })).entries[0]?.id as EntryId;

type World = ReturnType<typeof newWorld>;
interface Scenario {
  what: string;
  /** What stands before. */
  prepare?: (vault: Vault) => Promise<unknown>;
  act: (vault: Vault, prepared: unknown) => Promise<unknown>;
  /** Dearer than what was prepared with. */
  cost?: typeof cheap;
  /** It has done what it was asked for without its last step. */
  mayFailQuietly?: boolean;
}

const filled = async (vault: Vault) => {
  await vault.create(first);
  await vault.addAll([entry(), hotpEntry()]);
  await vault.keepAccountSecret(accountSecret(7));
};

const scenarios: Scenario[] = [
  { what: 'the first opening of the database', act: (vault) => vault.view() },
  { what: 'create', act: (vault) => vault.create(first) },
  { what: 'unlock', prepare: filled, act: (vault) => vault.unlock(first) },
  {
    what: 'unlock that raises what a guess costs',
    prepare: filled,
    cost: { memory: 16, passes: 2 },
    mayFailQuietly: true,
    act: (vault) => vault.unlock(first),
  },
  {
    what: 'changePassphrase',
    prepare: filled,
    act: (vault) => vault.changePassphrase({ current: first.passphrase, next: second.passphrase }),
  },
  { what: 'addUnlock', prepare: filled, act: (vault) => vault.addUnlock(first, newKey()) },
  {
    what: 'removeUnlock',
    async prepare(vault) {
      await filled(vault);
      await vault.addUnlock(first, newKey());
      return (await vault.view()).unlocks[0]?.id;
    },
    act: (vault, id) => vault.removeUnlock(key(), id as UnlockId),
  },
  {
    what: 'settings',
    prepare: filled,
    act: (vault) => vault.settings({ autoLock: { minutes: 3, withScreen: false }, clearsClipboard: false }),
  },
  {
    what: 'addAll',
    prepare: filled,
    act: (vault) =>
      vault.addAll([entry({ issuer: 'A' }), hotpEntry({ issuer: 'B' }), entry({ issuer: 'C' })]),
  },
  {
    what: 'edit',
    async prepare(vault) {
      await filled(vault);
      return idOf(vault, 'sam');
    },
    act: (vault, id) => vault.edit({ id: id as EntryId, issuer: 'Renamed', account: 'sam', pinned: true }),
  },
  {
    what: 'remove',
    async prepare(vault) {
      await filled(vault);
      return idOf(vault, 'sam');
    },
    act: (vault, id) => vault.remove(id as EntryId),
  },
  { what: 'erase', prepare: filled, act: (vault) => vault.erase() },
  {
    what: 'restore into a vault',
    async prepare(vault) {
      await filled(vault);
      return backup;
    },
    act: (vault, file) => vault.restore(file as string, second.passphrase),
  },
  { what: 'restore into nothing', act: (vault) => vault.restore(backup, second.passphrase) },
  {
    what: 'keepAccountSecret',
    prepare: filled,
    act: (vault) => vault.keepAccountSecret(accountSecret(0, 'a new secret')),
  },
  { what: 'dropAccount', prepare: filled, act: (vault) => vault.dropAccount(device) },
];

const backup = await backupOf();

/** Everything that a person has, opened by a worker that knows nothing of what happened. */
async function snapshot({ start }: World) {
  const vault = start();
  const view = await vault.view();
  const ways = { first, second, key: key() };
  const plain: Record<string, string[]> = {};
  for (const [name, secret] of Object.entries(ways)) {
    const text = await exportPlain(secret).catch((error: { code: string }) => error.code);
    plain[name] = text.split('\n').sort();
  }
  const unlocks = (await dump()).header?.flatMap(({ value }) => (value as { unlocks: object[] }).unlocks);
  const costs = unlocks?.map((way) => ('costs' in way ? { ...(way.costs as object), salt: null } : null));
  const { count, autoLock, clearsClipboard, revision } = view;
  const counters = (await dump()).counters?.map(({ value }) => value).sort();
  return {
    plain,
    costs,
    counters,
    count,
    autoLock,
    clearsClipboard,
    revision,
    exists: view.state !== 'none',
  };
}

/** What stands before, made once and then copied: making keys is what takes the time. */
const begun = new Map<
  Scenario,
  Promise<{ rows: Dump; session: Record<string, unknown>; prepared: unknown }>
>();

async function makeOnce({ prepare }: Scenario) {
  const { start, ports } = newWorld();
  const prepared = await prepare?.(start());
  return { rows: await dump(), session: await ports.session.all(''), prepared };
}

async function begin(scenario: Scenario) {
  const once = begun.get(scenario) ?? makeOnce(scenario);
  begun.set(scenario, once);
  const { rows, session, prepared } = await once;
  const world = newWorld();
  if (scenario.prepare) await load(world.start(), rows);
  for (const [name, value] of Object.entries(session)) await world.ports.session.set(name, value);
  const { cost = cheap } = scenario;
  return {
    world,
    rows,
    prepared,
    mortal: () => world.start({ session: mortalSession(world.ports.session), cost }),
  };
}

const expectToSay = (error: unknown, fault: Fault) =>
  expect(error).toMatchObject(
    fault === 'QuotaExceededError' ? refusal('vault_full') : { name: 'AbortError' },
  );

describe.each(scenarios)('$what', (scenario) => {
  it.each(faults)(
    '%s at any step leaves the old or the new',
    async (fault) => {
      const before = await begin(scenario);
      const old = await snapshot(before.world);
      await scenario.act(before.mortal(), before.prepared);
      const fresh = await snapshot(before.world);

      for (let at = 1; ; at += 1) {
        const { world, rows, prepared, mortal } = await begin(scenario);
        const vault = mortal();
        const outcome = await withFault({ fault, at }, () => scenario.act(vault, prepared));
        const isUntouched = isDeepStrictEqual(await dump(), rows);
        const found = isUntouched ? old : await snapshot(world);
        if (outcome.how === 'refused') {
          expect([at, found]).toEqual([at, old]);
          expectToSay(outcome.error, fault);
        } else if (outcome.how === 'died' || scenario.mayFailQuietly) {
          expect([old, fresh]).toContainEqual(found);
        } else {
          expect([at, found]).toEqual([at, fresh]);
        }
        if (outcome.how === 'not reached') {
          expect([at > 2, found]).toEqual([true, fresh]);
          return;
        }
      }
    },
    30_000,
  );
});

describe('next', () => {
  const counterOf = (code: unknown) =>
    Array.from({ length: 40 }, (_, counter) => hotp(hotpEntry(), counter)).indexOf(`${code}`);
  const ways: [string, (vault: Vault, id: EntryId) => Promise<string>][] = [
    ['an entry', (vault, id) => vault.next(id)],
    ['an account', (vault) => vault.accountCode(device)],
  ];

  it.each(ways.flatMap((way) => faults.map((fault) => [...way, fault] as const)))(
    'of %s shows no counter twice',
    async (_, next, fault) => {
      const scenario = { what: '', prepare: filled, act: (vault: Vault) => vault.view() };
      for (let at = 1; ; at += 1) {
        const { world, mortal } = await begin(scenario);
        const id = await idOf(world.start(), 'sam');
        const shown = [await next(world.start(), id)];
        const vault = mortal();
        const outcome = await withFault({ fault, at }, () => next(vault, id));
        if ('value' in outcome) shown.push(`${outcome.value}`);
        shown.push(await next(world.start(), id), await next(world.start(), id));
        const counters = shown.map(counterOf);
        expect(counters.every((counter, index) => index === 0 || counter > (counters[index - 1] ?? 0))).toBe(
          true,
        );
        if (outcome.how === 'refused') expectToSay(outcome.error, fault);
        if (outcome.how === 'not reached') return;
      }
    },
    30_000,
  );

  it('after a restore goes on where the vault was, or the backup if that is further', async () => {
    const { start } = newWorld();
    const vault = start();
    await vault.create(first);
    const ahead = { ...hotpEntry({ counter: 1 }), secret: otpSecret(Buffer.from('one that is behind here')) };
    await vault.addAll([hotpEntry({ counter: 30 }), ahead]);
    const file = await vault.makeBackup(first, second.passphrase);
    const behind = await idOf(vault, 'sam');
    expect(behind).toBeTruthy();
    await vault.restore(backup, second.passphrase);
    const codes = await exportPlain(first);
    expect(codes).toContain('counter=30');
    await vault.restore(file, second.passphrase);
    expect((await exportPlain(first)).match(/counter=\d+/g)?.sort()).toEqual(['counter=1', 'counter=30']);
  });
});
