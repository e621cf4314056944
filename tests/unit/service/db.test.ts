import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readChain } from '../../../service/chain.ts';
import { type OpenDb, openDb } from '../../../service/db/db.ts';
import { WalSync } from '../../../service/db/wal-sync.ts';
import type { Topic, Tx } from '../../../service/room.ts';

let db: OpenDb;
let file: string;
let told: Topic[];

beforeEach(async () => {
  told = [];
  file = join(mkdtempSync(join(tmpdir(), 'countersign-db-')), 'countersign.db');
  db = await openDb({ file, onChange: (topic) => told.push(topic) });
});
afterEach(() => db.close());

const note = (tx: Tx, name: string) => tx.query.insertInto('facts').values({ name, value: '' }).execute();
const notes = async () =>
  (await db.read.selectFrom('facts').select('name').orderBy('name').execute()).map((row) => row.name);

describe('the group commit', () => {
  it('answers every caller with its own result, in order', async () => {
    const results = await Promise.all(
      [1, 2, 3].map((turn) => db.write((tx) => note(tx, `n${turn}`).then(() => turn))),
    );
    expect(results).toEqual([1, 2, 3]);
    expect(await notes()).toEqual(['n1', 'n2', 'n3']);
  });

  it('undoes only the job that throws', async () => {
    const good = db.write((tx) => note(tx, 'good'));
    const bad = db.write(async (tx) => {
      await note(tx, 'bad');
      tx.changed('user:bad');
      throw new Error('no');
    });
    const also = db.write((tx) => note(tx, 'also'));
    await expect(bad).rejects.toThrow('no');
    await Promise.all([good, also]);
    expect(await notes()).toEqual(['also', 'good']);
    expect(told).toEqual([]);
  });

  it('has committed before it answers, and before it tells', async () => {
    await db.write(async (tx) => {
      await note(tx, 'durable');
      tx.changed('user:a');
      expect(told).toEqual([]);
    });
    expect(told).toEqual(['user:a']);
    const other = new DatabaseSync(file, { readOnly: true });
    expect(other.prepare('SELECT count(*) AS n FROM facts').get()).toMatchObject({ n: 1 });
    other.close();
  });

  it('takes a job that comes while another group is being written', async () => {
    let late: Promise<unknown> = Promise.resolve();
    await db.write(async (tx) => {
      await note(tx, 'first');
      late = db.write((next) => note(next, 'second'));
    });
    await late;
    expect(await notes()).toEqual(['first', 'second']);
  });

  it('closes only after everything that it accepted', async () => {
    const written = db.write((tx) => note(tx, 'last'));
    await db.close();
    await written;
    db = await openDb({ file, onChange: () => {} });
    expect(await notes()).toEqual(['last']);
  });
});

describe('reading', () => {
  it('sees nothing that may yet be undone', async () => {
    await db.write(async (tx) => {
      await note(tx, 'ours');
      expect(await notes()).toEqual([]);
    });
    expect(await notes()).toEqual(['ours']);
  });
});

describe('migrations', () => {
  const vectors = new URL('../../vectors/database/', import.meta.url);

  /** A database as that release left it, brought to the newest. */
  async function upgrade(name: string): Promise<OpenDb> {
    const path = join(mkdtempSync(join(tmpdir(), 'countersign-old-')), 'countersign.db');
    const old = new DatabaseSync(path);
    old.exec(readFileSync(new URL(name, vectors), 'utf8'));
    old.close();
    return openDb({ file: path, onChange: () => {} });
  }

  it('bring every released version to the newest, and lose nothing', async () => {
    for (const name of readdirSync(vectors)) {
      const upgraded = await upgrade(name);
      expect(await upgraded.read.selectFrom('users').select('username').execute()).toEqual([
        { username: 'alex' },
      ]);
      expect(await upgraded.read.selectFrom('devices').select('name').execute()).toEqual([
        { name: 'Chrome on Linux' },
      ]);
      await upgraded.close();
    }
  });

  it('keep the authenticators that the second release knew', async () => {
    const upgraded = await upgrade('v0002.sql');
    expect(await upgraded.read.selectFrom('credentials').select('name').execute()).toEqual([
      { name: 'Blue key' },
    ]);
    expect(await upgraded.read.selectFrom('methods').select('kind').orderBy('kind').execute()).toEqual([
      { kind: 'push' },
      { kind: 'security_key' },
    ]);
    await upgraded.close();
  });

  it('keep what makes the codes of the third release, and where its counters stood', async () => {
    const upgraded = await upgrade('v0003.sql');
    const tokens = upgraded.read.selectFrom('tokens').select(['serial', 'device_id', 'counter']);
    expect(await tokens.orderBy('id').execute()).toEqual([
      { serial: 'A-0001', device_id: null, counter: 7 },
      { serial: null, device_id: 'DBAAAAAAAAAAAAAAAAAA', counter: 1 },
    ]);
    expect(await upgraded.read.selectFrom('printed_codes').select('hash').execute()).toEqual([
      { hash: 'AAAA' },
    ]);
    expect(await upgraded.read.selectFrom('bypass_codes').select('uses_left').execute()).toEqual([
      { uses_left: 1 },
    ]);
    // A browser is one way already, and its codes go with it.
    expect(await upgraded.read.selectFrom('methods').select('kind').orderBy('kind').execute()).toEqual([
      { kind: 'passcode' },
      { kind: 'push' },
      { kind: 'security_key' },
    ]);
    await upgraded.close();
  });

  it('keep the trusted browsers of the fourth release, and which nonce of a device is good', async () => {
    const upgraded = await upgrade('v0004.sql');
    const [device] = await upgraded.read.selectFrom('devices').select('chain').execute();
    expect(readChain(device?.chain ?? '')).toMatchObject({ current: 2, highest: 2 });
    const trusts = upgraded.read.selectFrom('trusts').select(['browser', 'application_id', 'end_reason']);
    expect(await trusts.orderBy('id').execute()).toEqual([
      { browser: 'Chrome on Linux', application_id: 'DIAAAAAAAAAAAAAAAAAA', end_reason: null },
      { browser: 'Firefox on Linux', application_id: null, end_reason: 'forgotten' },
    ]);
    expect(await upgraded.read.selectFrom('trust_families').select('browser').execute()).toEqual([
      { browser: 'Firefox on Linux' },
    ]);
    await upgraded.close();
  });

  it('keep the groups of the fifth release, statuses that end, and how people want to be asked', async () => {
    const upgraded = await upgrade('v0005.sql');
    const people = upgraded.read.selectFrom('people').select(['username', 'status', 'group_bypass_until']);
    expect(await people.execute()).toEqual([
      { username: 'alex', status: 'active', group_bypass_until: 1_769_817_600_000 },
    ]);
    const groups = upgraded.read.selectFrom('groups').select(['name', 'status', 'status_until']);
    expect(await groups.orderBy('created_at').execute()).toEqual([
      { name: 'Staff', status: 'bypass', status_until: 1_769_817_600_000 },
      { name: 'Guests', status: 'disabled', status_until: null },
    ]);
    const settings = upgraded.read.selectFrom('method_settings').select(['version', 'last_method']);
    expect(await settings.execute()).toEqual([{ version: 3, last_method: 'push' }]);
    const invitations = upgraded.read.selectFrom('invitations').select(['made_by', 'replaces']);
    expect(await invitations.execute()).toEqual([{ made_by: 'person', replaces: 'DBAAAAAAAAAAAAAAAAAA' }]);
    await upgraded.close();
  });

  it('keep what the bypasses of the sixth release return to', async () => {
    const upgraded = await upgrade('v0006.sql');
    const people = upgraded.read.selectFrom('people').select(['status', 'status_until', 'status_after']);
    const bypass = { status_until: 1_769_817_600_000, status_after: 'disabled' };
    expect(await people.execute()).toEqual([{ status: 'active', ...bypass }]);
    const groups = upgraded.read.selectFrom('groups').select(['status', 'status_until', 'status_after']);
    expect(await groups.where('name', '=', 'Staff').execute()).toEqual([{ status: 'bypass', ...bypass }]);
    await upgraded.close();
  });

  it('refuse a database that a newer release wrote', async () => {
    const newer = new DatabaseSync(file);
    newer.exec("INSERT INTO migrations (version, name) VALUES (999, 'from the future')");
    newer.close();
    await expect(openDb({ file, onChange: () => {} })).rejects.toThrow(/newer release/);
  });
});

describe('another process', () => {
  it('is noticed once it has written, and our own writes are not', async () => {
    const other = await openDb({ file, onChange: () => {} });
    expect(db.changedElsewhere()).toBe(false);
    await db.write((tx) => note(tx, 'ours'));
    await notes();
    expect(db.changedElsewhere()).toBe(false);
    await other.write((tx) => note(tx, 'theirs'));
    expect(db.changedElsewhere()).toBe(true);
    expect(db.changedElsewhere()).toBe(false);
    await other.close();
  });
});

describe('the sync of the log', () => {
  /** Flushes that end when the test says so. */
  function disk() {
    const flushes: { resolve(): void; reject(cause: Error): void }[] = [];
    const log = new WalSync(() => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      flushes.push({ resolve, reject });
      return promise;
    });
    const begun = (count: number) => expect.poll(() => flushes.length).toBe(count);
    return { flushes, log, begun };
  }

  it('covers with one flush all that came before it, and not what came while it ran', async () => {
    const { flushes, log, begun } = disk();
    const first = log.sync();
    await begun(1);
    const late = [log.sync(), log.sync()];
    expect(new Set(late).size).toBe(1);
    flushes[0]?.resolve();
    await first;
    await begun(2);
    expect(log.pending).not.toBeNull();
    flushes[1]?.resolve();
    await Promise.all(late);
    expect(log.pending).toBeNull();
  });

  it('calls nothing durable once a flush has failed', async () => {
    const { flushes, log, begun } = disk();
    const lost = log.sync();
    await begun(1);
    flushes[0]?.reject(new Error('the disk is gone'));
    await expect(lost).rejects.toThrow('the disk is gone');
    await expect(log.pending).rejects.toThrow('the disk is gone');
    await expect(log.sync()).rejects.toThrow('the disk is gone');
    expect(flushes).toHaveLength(1);
  });
});
