import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { unwrap } from 'idb';
import { createDatabase, type Database } from '../../../lib/device/database.ts';

type Table = 'accounts' | 'chains';
type Rows = Map<string, { table: Table; key: string; value: unknown }>;
type Change = (rows: Rows) => void;

const disks = new WeakMap<IDBDatabase, Disk>();
const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function keep(value, key) {
  const row = { table: this.name as Table, key: String(key), value };
  disks.get(this.transaction.db)?.note(this.transaction, (rows) => rows.set(`${row.table}/${row.key}`, row));
  return put.call(this, value, key);
};

/**
 * A browser profile's disk. A power loss leaves on it what a strictly durable transaction has brought there, with all
 * that was committed before; the rest was in memory (https://w3c.github.io/IndexedDB/#transaction-durability-hint).
 */
export class Disk {
  #factory = new IDBFactory();
  #flushed: Rows = new Map();
  #inMemory: Change[] = [];
  readonly #open = new Map<IDBTransaction, Change[]>();

  /** The database as one worker opens it. */
  async open(): Promise<Database> {
    globalThis.indexedDB = this.#factory;
    const database = await createDatabase()();
    disks.set(unwrap(database), this);
    return database;
  }

  note(transaction: IDBTransaction, change: Change): void {
    const begun = this.#open.get(transaction);
    if (begun) return void begun.push(change);
    this.#open.set(transaction, [change]);
    transaction.addEventListener('complete', () => this.#commit(transaction));
  }

  #commit(transaction: IDBTransaction): void {
    this.#inMemory.push(...(this.#open.get(transaction) ?? []));
    if (transaction.durability === 'strict') this.#flush();
  }

  #flush(): void {
    for (const change of this.#inMemory) change(this.#flushed);
    this.#inMemory = [];
  }

  async losePower(): Promise<void> {
    await this.#fill(this.#flushed);
  }

  async copy(): Promise<Disk> {
    this.#flush();
    const copy = new Disk();
    await copy.#fill(new Map(this.#flushed));
    return copy;
  }

  async #fill(rows: Rows): Promise<void> {
    this.#factory = new IDBFactory();
    this.#inMemory = [];
    this.#flushed = rows;
    globalThis.indexedDB = this.#factory;
    const database = await createDatabase()();
    for (const { table, key, value } of rows.values()) await database.put(table, value, key);
    database.close();
  }
}
