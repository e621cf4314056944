import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invitationOf } from '../../../tools/start/announce.ts';
import { provideBootstrap } from '../../../tools/start/bootstrap.ts';
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

test('an invitation is found by its user name', () => {
  const text = 'samantha https://localhost:8443/invitation#aaa\nsam https://localhost:8443/invitation#bbb\n';
  const file = join(scratch({ 'invitations.txt': text }), 'invitations.txt');
  expect(invitationOf('sam', file)).toBe('https://localhost:8443/invitation#bbb');
  expect(invitationOf('alex', file)).toBeNull();
  expect(invitationOf('sam', '/nowhere')).toBeNull();
});
