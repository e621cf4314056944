import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** What others have committed and is not yet durable; nothing read may be told before it is. */
type Pending = () => Promise<void> | null;

/**
 * Kysely over one connection of `node:sqlite`. Every call is synchronous, so nobody waits for the connection and
 * there is no lock to take. Transactions are the group commit's (`group-commit.ts`), not Kysely's.
 */
export function sqliteDialect(database: DatabaseSync, pending: Pending = () => null): Dialect {
  const connection = new SyncConnection(database, pending);
  return {
    createAdapter: () => new UnlockedAdapter(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      releaseConnection: async () => {},
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      destroy: async () => database.close(),
    }),
    createIntrospector: (query) => new SqliteIntrospector(query),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

const refuse = async (): Promise<never> => {
  throw new Error('Transactions are begun by Db.write.');
};

/** Kysely would put every statement in a queue of its own. */
class UnlockedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Statements are prepared once: preparing costs more than running. */
class SyncConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #pending: Pending;
  readonly #prepared = new Map<string, { statement: StatementSync; reads: boolean }>();

  constructor(database: DatabaseSync, pending: Pending) {
    this.#database = database;
    this.#pending = pending;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { statement, reads } = this.#prepare(sql);
    const values = parameters as SQLInputValue[];
    if (reads) {
      const rows = statement.all(...values) as Row[];
      await this.#pending();
      return { rows };
    }
    const { changes } = statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: nothing streams
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows are not streamed.');
  }

  #prepare(sql: string) {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    const prepared = { statement, reads: statement.columns().length > 0 };
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}
