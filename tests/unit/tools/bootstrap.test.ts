import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { provideBootstrap } from '../../../tools/start/bootstrap.ts';
import { invitationOf } from '../../../tools/start/invitation.ts';
import { scratch } from './scratch.ts';

const callback = 'http://127.0.0.1:8080/callback';

test('the application has credentials that every SDK takes, and the file is for its owner alone', () => {
  const file = join(scratch(), 'bootstrap.json');
  const application = provideBootstrap(file, callback);
  expect(application.clientId).toMatch(/^DI[A-Z0-9]{18}$/);
  expect(application.clientSecret).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    applications: [application],
    users: [
      { username: 'alex', displayName: 'Alex Rivera', email: 'alex@example.org', invite: 'inline' },
      { username: 'sam', displayName: 'Sam Okoye', email: 'sam@example.org', invite: 'link' },
    ],
  });
});

test('the next start finds the same application; a site that moved gets another', () => {
  const file = join(scratch(), 'bootstrap.json');
  const first = provideBootstrap(file, callback);
  expect(provideBootstrap(file, callback)).toEqual(first);
  const moved = provideBootstrap(file, 'http://127.0.0.1:9090/callback');
  expect(moved.clientId).not.toBe(first.clientId);
  expect(provideBootstrap(file, callback)).toEqual(first);
});

test('an invitation is found by its user name, until it is used up', () => {
  const link = 'https://localhost:8443/invitation#bbb';
  const text = `samantha\thttps://localhost:8443/invitation#aaa\nsam\t${link}\n`;
  const folder = scratch({ 'invitations.txt': text });
  const places = { invitations: join(folder, 'invitations.txt'), database: join(folder, 'countersign.db') };
  const database = new DatabaseSync(places.database);
  database.exec(
    'CREATE TABLE invitations (token_hash TEXT, used_at INTEGER, voided_at INTEGER, expires_at INTEGER)',
  );
  database
    .prepare('INSERT INTO invitations VALUES (?, NULL, NULL, ?)')
    .run(hash('sha256', 'bbb', 'base64url'), Date.now() + 60_000);
  expect(invitationOf('sam', places)).toBe(link);
  expect(invitationOf('alex', places)).toBeNull();
  expect(invitationOf('sam', { ...places, invitations: '/nowhere' })).toBeNull();
  database.exec('UPDATE invitations SET used_at = 1');
  expect(invitationOf('sam', places)).toBeNull();
  database.close();
});
