import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OWN_APPLICATION } from '../../../lib/protocol/ids.ts';
import { runBootstrap } from '../../../service/bootstrap/bootstrap.ts';
import type { Db } from '../../../service/room.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { eventsOf, mustOpen } from './set-up.ts';

const application = {
  name: 'Campus Portal',
  clientId: 'DIABCDEFGHIJKLMNOPQR',
  clientSecret: 'a'.repeat(40),
  redirectUris: ['https://portal.example.org/callback'],
};
const alex = { username: 'alex', displayName: 'Alex Rivera', email: 'alex@example.org', invite: 'inline' };
const sam = { username: 'sam', displayName: 'Sam Okoye', email: 'sam@example.org', invite: 'link' };

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.stop());

const linksFile = () => join(service.data, 'invitations.txt');

function write(content: unknown): string {
  const file = join(service.data, 'bootstrap.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const bootstrap = (content: unknown, rooms: Parameters<typeof runBootstrap>[0]['rooms'] = service.rooms) =>
  runBootstrap({ file: write(content), data: service.data, rooms });

const find = (username: string) => service.rooms.users.byName(service.rooms.floor.db.read, username);
const linkOf = (username: string) =>
  readFileSync(linksFile(), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${username}\t`))
    .map((line) => line.split('\t')[1] ?? '');

describe('bootstrap', () => {
  it('makes applications and users, and writes each link down once', async () => {
    await bootstrap({ applications: [application], users: [alex, sam] });
    const { applications, floor } = service.rooms;
    expect(await applications.find(application.clientId as never)).toMatchObject({
      name: 'Campus Portal',
      secret: application.clientSecret,
    });
    const inline = await find('alex');
    expect(inline).toMatchObject({ display_name: 'Alex Rivera', email: 'alex@example.org' });
    const invitations = await floor.db.read.selectFrom('invitations').selectAll().execute();
    expect(invitations.map((row) => row.kind)).toEqual(['inline', 'link']);
    expect(statSync(linksFile()).mode & 0o777).toBe(0o600);
    expect(linkOf('alex')).toEqual([]);
    const [link = ''] = linkOf('sam');
    expect((await mustOpen(service, link)).username).toBe('sam');
    expect(JSON.stringify(service.log)).not.toContain(link.split('#')[1]);
  });

  it('gives a new application its policy, and leaves that of one that exists alone', async () => {
    const policy = { trustedBrowsers: { hours: 720 } };
    await bootstrap({ applications: [{ ...application, policy }] });
    await bootstrap({ applications: [{ ...application, policy: { digits: 4 } }] });
    expect(await service.rooms.policies.show(application.clientId as never)).toEqual(policy);
  });

  it('makes groups with their policy, and new people their members', async () => {
    const staff = { name: 'Staff', policy: { passcodes: 'off' } };
    const guests = { name: 'Guests', policy: { passcodes: 'on', platform: 'off' } };
    await bootstrap({ groups: [staff, guests], users: [{ ...alex, groups: ['guests', 'Staff'] }] });
    const { floor, groups, policies } = service.rooms;
    const user = (await find('alex'))?.id as never;
    expect((await groups.of(floor.db.read, user)).map(({ name }) => name)).toEqual(['Staff', 'Guests']);
    // Of the two, the later one in the file is the newer group.
    expect(await policies.effective(floor.db.read, { application: OWN_APPLICATION, user })).toMatchObject({
      passcodes: 'on',
      platform: 'off',
    });
    await bootstrap({
      groups: [{ ...staff, policy: { passcodes: 'on' } }, { name: 'Later' }],
      users: [{ ...alex, groups: ['Later'] }],
    });
    const kept = (await groups.list()).map(({ name, members }) => [name, members]);
    expect(kept).toEqual([
      ['Guests', 1],
      ['Later', 0],
      ['Staff', 1],
    ]);
    const group = await groups.byName(floor.db.read, 'Staff');
    expect(await policies.show(group?.id as never)).toEqual({ passcodes: 'off' });
  });

  it('only creates: whoever exists is not re-enabled, renamed, reset or invited again', async () => {
    await bootstrap({ applications: [application], users: [alex, sam] });
    const user = await find('sam');
    if (!user) throw new Error('no user');
    const { db } = service.rooms.floor;
    await db.write((tx) => service.rooms.users.setStatus(tx, user.id, 'disabled'));
    const before = [linkOf('sam'), await eventsOf(service, user.id)];
    await bootstrap({
      applications: [{ ...application, name: 'Other', clientSecret: 'b'.repeat(40) }],
      users: [{ ...sam, username: 'SAM', displayName: 'Somebody' }],
    });
    expect(await find('sam')).toMatchObject({ status: 'disabled', display_name: 'Sam Okoye' });
    expect([linkOf('sam'), await eventsOf(service, user.id)]).toEqual(before);
    const kept = await service.rooms.applications.find(application.clientId as never);
    expect(kept).toMatchObject({ name: 'Campus Portal', secret: application.clientSecret });
  });

  it('appends the links of later users', async () => {
    await bootstrap({ users: [sam] });
    const [first] = linkOf('sam');
    await bootstrap({ users: [sam, { ...alex, invite: 'link' }] });
    expect(linkOf('sam')).toEqual([first]);
    expect(linkOf('alex')).toHaveLength(1);
  });

  it('makes nothing of a file that is wrong, and says where without a value', async () => {
    const cases: [unknown, string][] = [
      ['{"users": [{"username": "sam"', 'it is not valid JSON'],
      ['5', 'the whole must be an object with “applications”, “groups” and “users”'],
      [{ users: [sam, { ...alex, invite: 'later' }] }, 'users[1].invite must be “link” or “inline”'],
      [{ users: [{ ...sam, displayName: undefined }] }, 'users[0].displayName is missing'],
      [{ users: [sam, 'alex'] }, 'users[1] must be an object'],
      [{ users: [{ ...sam, username: 'sam\u001b[2J' }] }, 'users[0].username must be a name'],
      [{ users: [{ ...sam, role: 'x' }] }, 'users[0].role is not a member that is known'],
      [
        { users: [sam], applications: [{ ...application, clientSecret: 'short' }] },
        'applications[0].clientSecret must be 40 letters and digits',
      ],
      [
        { users: [sam], applications: [{ ...application, redirectUris: ['http://portal.example.org/'] }] },
        'applications[0].redirectUris must be https addresses',
      ],
      [
        { applications: [{ ...application, policy: { trustedBrowsers: { hours: 7 } } }] },
        'applications[0].policy.trustedBrowsers.hours must be members of a policy',
      ],
      [{ groups: ['Staff'] }, 'groups[0] must be an object'],
      [
        { groups: [{ name: 'Staff', policy: { colour: 'red' } }] },
        'groups[0].policy.colour is not a member that is known',
      ],
      [
        { groups: [{ name: 'Staff', policy: { lockout: { threshold: 3 } } }] },
        'groups[0].policy.lockout is not for groups to change',
      ],
      [
        { groups: [{ name: 'Staff', policy: { digits: 4 } }] },
        'groups[0].policy.digits is not for groups to change; they may change browserApproval, passcodes, platform,',
      ],
      [{ users: [{ ...sam, groups: [''] }] }, 'users[0].groups[0] must be the name of a group'],
      [{ users: [sam, { ...alex, groups: ['Nobody'] }] }, 'users[1].groups[0] must be the name of a group'],
      [
        { applications: [{ ...application, redirectUris: ['portal'] }] },
        'applications[0].redirectUris[0] must be',
      ],
    ];
    for (const [content, sentence] of cases) {
      const failure = await bootstrap(content).catch((cause: Error) => cause);
      expect(failure).toMatchObject({ name: 'ConfigError' });
      expect(failure?.message).toContain(sentence);
      for (const value of ['later', 'short', 'http://portal', '\u001b', 'Nobody'])
        expect(failure?.message).not.toContain(value);
    }
    expect(await service.rooms.users.list()).toEqual([]);
    expect(existsSync(linksFile())).toBe(false);
    rmSync(join(service.data, 'bootstrap.json'));
    const rooms = service.rooms;
    const missing = runBootstrap({ file: join(service.data, 'none.json'), data: service.data, rooms });
    await expect(missing).rejects.toThrow('cannot be read');
  });
});

describe('a crash while links are made', () => {
  /** The rooms, over a database whose process dies at its next commit. */
  function dying(when: 'before' | 'after') {
    const { floor } = service.rooms;
    const died = Promise.withResolvers<void>();
    const write: Db['write'] = async (job) => {
      const cut = new Error('power cut');
      await floor.db
        .write(async (tx) => {
          await job(tx);
          if (when === 'before') throw cut;
        })
        .catch(() => {});
      died.resolve();
      return new Promise(() => {});
    };
    return {
      rooms: { ...service.rooms, floor: { ...floor, db: { read: floor.db.read, write } } },
      died: died.promise,
    };
  }

  it('loses no link that was committed', async () => {
    await bootstrap({ users: [{ ...alex, invite: 'link' }] });
    const { rooms, died } = dying('after');
    void bootstrap({ users: [sam] }, rooms);
    await died;
    expect(linkOf('sam')).toEqual([]);
    await runBootstrap({ file: null, data: service.data, rooms: service.rooms });
    expect(linkOf('alex')).toHaveLength(1);
    const [link = ''] = linkOf('sam');
    expect((await mustOpen(service, link)).username).toBe('sam');
  });

  it('keeps no link that was not committed', async () => {
    const { rooms, died } = dying('before');
    void bootstrap({ users: [sam] }, rooms);
    await died;
    expect(await find('sam')).toBeNull();
    await bootstrap({ users: [sam] });
    const links = linkOf('sam');
    expect(links).toHaveLength(1);
    expect((await mustOpen(service, links[0] ?? '')).username).toBe('sam');
    expect(existsSync(`${linksFile()}.new`)).toBe(false);
  });
});
