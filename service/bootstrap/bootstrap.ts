import { Refusal } from '../../lib/protocol/errors.ts';
import type { Tx } from '../room.ts';
import type { Rooms } from '../rooms.ts';
import { type BootstrapFile, readBootstrapFile, wrong } from './bootstrap-file.ts';
import { createLinksFile, type InvitationLink, type LinksFile } from './links-file.ts';

type BootstrapRooms = Pick<Rooms, 'floor' | 'applications' | 'policies' | 'users' | 'invitations'>;

interface BootstrapOptions {
  /** The bootstrap file; null to settle only what an earlier start left behind. */
  file: string | null;
  /** The data folder, where the links are written down. */
  data: string;
  rooms: BootstrapRooms;
}

/**
 * Makes the applications and users of the bootstrap file that do not exist yet. It only creates: whoever exists is
 * neither re-enabled nor reset nor invited again. Links go to `invitations.txt` in the data folder, never to a log.
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

async function create(
  tx: Tx,
  { wanted, rooms }: { wanted: BootstrapFile; rooms: BootstrapRooms },
): Promise<InvitationLink[]> {
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
  const made: InvitationLink[] = [];
  for (const { username, displayName, email, invite } of wanted.users) {
    const user = await rooms.users.add(tx, { username, displayName, email: email ?? null });
    if (!user || !invite) continue;
    const { link } = await rooms.invitations.invite(tx, { user, kind: invite });
    if (link) made.push({ username, link });
  }
  return made;
}
