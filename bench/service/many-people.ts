import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { UserId } from '../../lib/protocol/ids.ts';

/** SQL for each column of the row of person `n`. */
type Columns = Readonly<Record<string, string>>;

/** What everybody has: a browser, a computer, a security key, a hardware token and a printed code. */
const rows: readonly [table: string, Columns][] = [
  [
    'users',
    {
      id: id('DU'),
      username: `'person-' || n`,
      username_key: `'person-' || n`,
      display_name: `'Person ' || n`,
      email: `'person-' || n || '@example.org'`,
      status: `'active'`,
      failures: '0',
      created_at: 'n',
    },
  ],
  [
    'devices',
    {
      id: id('DB'),
      user_id: id('DU'),
      name: `'Chrome on Linux'`,
      sign_key: key('sign'),
      receive_key: key('receive'),
      status: `'active'`,
      created_at: 'n',
    },
  ],
  ['credentials', credential('platform', '2 * n')],
  ['credentials', credential('security_key', '2 * n + 1')],
  [
    'tokens',
    {
      id: id('DH'),
      user_id: id('DU'),
      serial: `'serial-' || n`,
      type: `'t6'`,
      period: '30',
      secret: 'zeroblob(48)',
      state: `'ready'`,
      counter: '0',
      resync_hits: '0',
      created_at: 'n',
    },
  ],
  ['printed_codes', { user_id: id('DU'), hash: `printf('%043d', n)`, created_at: 'n' }],
];

/** Fills the database that the service has made in this folder. One statement a table, since a million are many. */
export function addPeople(data: string, count: number): void {
  const database = new DatabaseSync(join(data, 'countersign.db'));
  database.exec('PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF');
  for (const [table, columns] of rows)
    database.exec(`
      WITH RECURSIVE people (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM people WHERE n + 1 < ${count})
      INSERT INTO ${table} (${Object.keys(columns)}) SELECT ${Object.values(columns)} FROM people`);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** The person of this number, from 0. */
export const personAt = (number: number): UserId => `DU${`${number}`.padStart(18, '0')}` as UserId;

function id(kind: string, number = 'n'): string {
  return `printf('${kind}%018d', ${number})`;
}

/** As long as a key is; nobody reads it. */
function key(use: string): string {
  return `printf('{"kty":"EC","crv":"P-256","x":"%043d","y":"%043s"}', n, '${use}')`;
}

function credential(kind: string, number: string): Columns {
  return {
    id: id('WA', number),
    user_id: id('DU'),
    raw_id: `printf('%043d', ${number})`,
    kind: `'${kind}'`,
    name: `'My authenticator'`,
    public_key: 'zeroblob(77)',
    algorithm: '-7',
    sign_count: '0',
    verifies: '1',
    transports: `'[]'`,
    backup_eligible: '0',
    backed_up: '0',
    aaguid: `'00000000-0000-0000-0000-000000000000'`,
    transaction_id: `printf('%022d', n)`,
    created_at: 'n',
  };
}
