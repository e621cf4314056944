import type { DatabaseSync } from 'node:sqlite';
import { foundation } from './migrations/0001-foundation.ts';
import { securityKeys } from './migrations/0002-security-keys.ts';
import { passcodes } from './migrations/0003-passcodes.ts';
import { trustedBrowsers } from './migrations/0004-trusted-browsers.ts';
import { methods } from './migrations/0005-methods.ts';
import { keptAsItWas } from './migrations/0006-kept-as-it-was.ts';

interface Migration {
  name: string;
  statements: readonly string[];
}

/** In order; a migration that was released is never changed. */
const migrations: readonly Migration[] = [
  foundation,
  securityKeys,
  passcodes,
  trustedBrowsers,
  methods,
  keptAsItWas,
];

/**
 * Brings the database to the newest version; each migration is applied whole or not at all.
 * @throws if the file was written by a newer release than this one.
 */
export function migrate(database: DatabaseSync): void {
  database.exec('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)');
  const { version } = database
    .prepare('SELECT COALESCE(MAX(version), 0) AS version FROM migrations')
    .get() as {
    version: number;
  };
  if (version > migrations.length)
    throw new Error('The database was written by a newer release. Upgrade the service.');
  for (const [index, migration] of migrations.entries()) {
    if (index >= version) apply(database, index + 1, migration);
  }
}

function apply(database: DatabaseSync, version: number, migration: Migration): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const statement of migration.statements) database.exec(statement);
    database.prepare('INSERT INTO migrations (version, name) VALUES (?, ?)').run(version, migration.name);
    database.exec('COMMIT');
  } catch (cause) {
    database.exec('ROLLBACK');
    throw cause;
  }
}
