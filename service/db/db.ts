import { closeSync, fdatasync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { Kysely } from 'kysely';
import type { Db, Topic } from '../room.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { WalSync } from './wal-sync.ts';

export interface OpenDb extends Db {
  /** Waits for what was accepted, then closes the file. */
  close(): Promise<void>;
}

export interface DbOptions {
  /** The database file; its folder must exist. */
  file: string;
  /** Told each changed topic once its transaction is durable. */
  onChange: (topic: Topic) => void;
}

/**
 * Opens the embedded database and brings it to the newest version. One connection writes and another reads,
 * so that a reader sees only what is durable and never waits for a writer (WAL).
 */
export async function openDb({ file, onChange }: DbOptions): Promise<OpenDb> {
  // SQLite gives its journals the mode of the file, and would make the file readable for everybody on the machine.
  closeSync(openSync(file, 'a', 0o600));
  const writer = connect(file);
  migrate(writer);
  const reader = connect(file);
  // The log exists as long as the database is open.
  const wal = openSync(`${file}-wal`, 'r');
  const log = new WalSync(() => promisify(fdatasync)(wal));
  const write = new Kysely<Schema>({ dialect: sqliteDialect(writer) });
  const read = new Kysely<Schema>({ dialect: sqliteDialect(reader, () => log.pending) });
  const queue = new GroupCommit({ query: write, run: boundaries(writer), sync: () => log.sync(), onChange });
  return {
    read,
    write: (job) => queue.add(job),
    close: async () => {
      await queue.drain();
      closeSync(wal);
      await Promise.all([write.destroy(), read.destroy()]);
    },
  };
}

function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  // NORMAL leaves the sync after each commit to us (`WalSync`): what was answered survives a power cut all the same.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  return database;
}

/** The statements around a transaction, prepared once each. */
function boundaries(database: DatabaseSync): (statement: string) => void {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    statement.run();
  };
}
