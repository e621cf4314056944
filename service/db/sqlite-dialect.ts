import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';

/** Kysely's SQLite dialect over `node:sqlite`. Statements are prepared once: preparing costs more than running. */
export function sqliteDialect(database: DatabaseSync): SqliteDialect {
  const prepared = new Map<string, SqliteStatement>();
  const adapter: SqliteDatabase = {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known) return known;
      const statement = prepare(database, sql);
      prepared.set(sql, statement);
      return statement;
    },
  };
  return new SqliteDialect({ database: adapter });
}

/**
 * A transaction that begins by reading cannot write any more once another process has written (SQLITE_BUSY_SNAPSHOT,
 * which no timeout waits out), so each one takes the write lock at its beginning. Readers use no transaction.
 */
const BEGIN = 'begin immediate';

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql === 'begin' ? BEGIN : sql);
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...(values as SQLInputValue[])),
    run: (values) => statement.run(...(values as SQLInputValue[])),
    iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
  };
}
