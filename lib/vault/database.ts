import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import { Refusal } from '../protocol/errors.ts';
import { first } from './migrations/0001-first.ts';
import type { Migration } from './migrations/migration.ts';

/** Rows are read through schemas, so here they are unknown. */
interface Tables extends DBSchema {
  /** One row: what the vault is, and how it is opened. */
  header: { key: 'vault'; value: unknown };
  /** Sealed: whose code it is. In plain: the paired account it belongs to, if any. */
  labels: { key: string; value: unknown; indexes: { device: string } };
  /** Sealed: what the code is made from. */
  secrets: { key: string; value: unknown };
  /** The next counter of each counter-based entry: no secret, and raised without opening anything. */
  counters: { key: string; value: unknown };
}
type Store = 'header' | 'labels' | 'secrets' | 'counters';
const STORES: Store[] = ['header', 'labels', 'secrets', 'counters'];

export type Database = IDBPDatabase<Tables>;
export type Writing = IDBPTransaction<Tables, Store[], 'readwrite'>;
type Upgrade = IDBPTransaction<Tables, Store[], 'versionchange'>;
export type Reading = IDBPTransaction<Tables, Store[], 'readonly'>;

const NAME = 'countersign-vault';
/** In order; how many there are is the database's version. */
const migrations: Migration[] = [first];

/** Opens at first use, and again when the browser closed it. */
export function createDatabase(): () => Promise<Database> {
  let opened: Promise<Database> | null = null;
  const forget = () => {
    opened = null;
  };
  const open = async () => {
    let upgrade: Upgrade | null = null;
    const opening = openDB<Tables>(NAME, migrations.length, {
      upgrade(database, from, _to, transaction) {
        upgrade = transaction;
        // Opening fails with it, and says so.
        transaction.done.catch(() => undefined);
        for (const migrate of migrations.slice(from)) migrate(database as IDBPDatabase<unknown>);
      },
      // A newer version of this extension waits for us in another context.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    // Why an upgrade was undone only the upgrade knows.
    return opening.catch((error: unknown) => {
      throw refusalFor(upgrade?.error ?? error);
    });
  };
  return () => {
    opened ??= open().catch((error: unknown) => {
      forget();
      throw error;
    });
    return opened;
  };
}

/** Everything is read from one moment. */
export const read = <Value>(
  database: Database,
  job: (transaction: Reading) => Promise<Value>,
): Promise<Value> => run(database.transaction(STORES, 'readonly'), job);

/**
 * All that the job writes, or nothing, and on the disk when the promise resolves. The job may wait for nothing but
 * the transaction's own requests, or the browser ends it.
 */
export const write = <Value>(
  database: Database,
  job: (transaction: Writing) => Promise<Value>,
): Promise<Value> => run(database.transaction(STORES, 'readwrite', { durability: 'strict' }), job);

async function run<Value, Kind extends Reading | Writing>(
  transaction: Kind,
  job: (transaction: Kind) => Promise<Value>,
): Promise<Value> {
  try {
    const [value] = await Promise.all([job(transaction), transaction.done]);
    return value;
  } catch (error) {
    throw await undo(transaction, error);
  }
}

/** What a failed transaction failed for: requests that were merely waiting then report an abort of no cause. */
async function undo(transaction: Reading | Writing, error: unknown): Promise<unknown> {
  try {
    transaction.abort();
  } catch {
    // It ended by itself.
  }
  await transaction.done.catch(() => undefined);
  return error instanceof Refusal ? error : refusalFor(transaction.error ?? error);
}

const refusalFor = (error: unknown): unknown =>
  error instanceof Error && error.name === 'QuotaExceededError' ? new Refusal('vault_full') : error;
