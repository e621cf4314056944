import { Refusal } from '../../lib/protocol/errors.ts';
import type { Tx } from '../room.ts';
import type { Rooms } from '../rooms.ts';
import { type BootstrapFile, readBootstrapFile, wrong } from './bootstrap-file.ts';
import { createLinksFile, type InvitationLink, type LinksFile } from './links-file.ts';

type BootstrapRooms = Pick<Rooms, 'floor' | 'applications' | 'groups' | 'policies' | 'users' | 'invitations'>;

interface Creation {
  wanted: BootstrapFile;
  rooms: BootstrapRooms;
}

interface BootstrapOptions {
  /** The bootstrap file; null to settle only what an earlier start left behind. */
  file: string | null;
  /** The data folder, where the links are written down. */
  data: string;
  rooms: BootstrapRooms;
}

/**
 * Makes the applications, groups and users of the bootstrap file that do not exist yet. It only creates: whoever
 * exists is neither re-enabled nor reset nor invited again, and joins no group. Links go to `invitations.txt` in the data folder, never to a log.
 * @throws {ConfigError} if the file cannot be read or is wrong; then nothing was made
 */
export async function runBootstrap({ file, data, rooms }: BootstrapOptions): Promise<void> {
  const links = createLinksFile(data);
  await settle(links, rooms);
  if (file === null) return;
  const wanted = readBootstrapFile(file);
  try {
    await rooms.floor.db.write(async (tx) => {
      const made = await create(tx, { wanted, rooms });
      if (made.length > 0) links.prepare(made);
    });
  } finally {
    await settle(links, rooms);
  }
}

/** Publishes the links that were committed; those that a crash or a failure undid are worth nothing. The database knows which. */
async function settle(links: LinksFile, { invitations }: BootstrapRooms): Promise<void> {
  const link = links.left();
  if (link === null) return;
  if (await invitations.made(link)) links.publish();
  else links.discard();
}

async function create(tx: Tx, { wanted, rooms }: Creation): Promise<InvitationLink[]> {
  await createApplications(tx, { wanted, rooms });
  await createGroups(tx, { wanted, rooms });
  return createUsers(tx, { wanted, rooms });
}

async function createApplications(tx: Tx, { wanted, rooms }: Creation): Promise<void> {
  for (const [
    index,
    { clientId, clientSecret, name, redirectUris, policy },
  ] of wanted.applications.entries()) {
    try {
      const wish = { id: clientId, name, secret: clientSecret, redirectUris };
      const added = await rooms.applications.add(tx, wish);
      if (added && policy) await rooms.policies.set(tx, clientId, policy);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      throw wrong(`applications[${index}].redirectUris must be https addresses, or http on this machine`);
    }
  }
}

async function createGroups(tx: Tx, { wanted, rooms }: Creation): Promise<void> {
  for (const { name, policy } of wanted.groups) {
    const group = await rooms.groups.add(tx, name);
    if (group && policy) await rooms.policies.set(tx, group, policy);
  }
}

async function createUsers(tx: Tx, { wanted, rooms }: Creation): Promise<InvitationLink[]> {
  const made: InvitationLink[] = [];
  for (const [index, { username, displayName, email, invite, groups }] of wanted.users.entries()) {
    const user = await rooms.users.add(tx, { username, displayName, email: email ?? null });
    if (!user) continue;
    for (const [place, name] of groups.entries()) {
      const group = await rooms.groups.byName(tx.query, name);
      if (!group) throw wrong(`users[${index}].groups[${place}] must be the name of a group`);
      await rooms.groups.join(tx, { group: group.id, user });
    }
    if (!invite) continue;
    const { link } = await rooms.invitations.invite(tx, { user, kind: invite });
    if (link) made.push({ username, link });
  }
  return made;
}
