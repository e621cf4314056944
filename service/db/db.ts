import { closeSync, fdatasync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { Db, Topic } from '../room.ts';
import { Connection } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrate.ts';
import { queries } from './queries.ts';
import { WalSync } from './wal-sync.ts';

const sync = promisify(fdatasync);

export interface OpenDb extends Db {
  /** Whether another process, such as an operator's command, has written since this was asked last. */
  changedElsewhere(): boolean;
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
  migrate(writer.database);
  const reader = connect(file);
  // The log exists as long as the database is open.
  const wal = openSync(`${file}-wal`, 'r');
  const log = new WalSync(() => sync(wal));
  const write = queries(async (query) => writer.run(query));
  const read = queries(async (query) => {
    // The writer has at hand what it wrote last; only within a transaction does it see what may yet be undone.
    const found = (writer.database.isTransaction ? reader : writer).run(query);
    // Nothing that was read may be told before it is durable.
    await log.pending;
    return found;
  });
  const run = (sql: string) => void writer.run({ sql, parameters: [] });
  const queue = new GroupCommit({ query: write, run, sync: () => log.sync(), onChange });
  let version = versionOf(writer.database);
  return {
    read,
    write: (job) => queue.add(job),
    changedElsewhere: () => {
      const before = version;
      version = versionOf(writer.database);
      return version !== before;
    },
    close: async () => {
      await queue.drain();
      closeSync(wal);
      writer.database.close();
      reader.database.close();
    },
  };
}

/** Differs once another connection has committed (https://sqlite.org/pragma.html#pragma_data_version); our reader never does. */
const versionOf = (database: DatabaseSync): unknown =>
  database.prepare('PRAGMA data_version').get()?.data_version;

function connect(file: string): Connection {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  // NORMAL leaves the sync after each commit to us (`WalSync`): what was answered survives a power cut all the same.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  // In pages, four times what is usual: most pages of the log are overwritten soon, and each is copied back only once.
  database.exec('PRAGMA wal_autocheckpoint = 4000');
  return new Connection(database);
}
