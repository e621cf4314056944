import type { ApplicationId, GroupId } from '../../lib/protocol/ids.ts';
import { type Call, printable } from './call.ts';
import { valueAt } from './policy-members.ts';

interface Narrower {
  id: ApplicationId | GroupId;
  /** How it is called, and where what it says holds. */
  name: string;
  where: string;
}

/** Neither a site nor a group: the policy for everywhere. */
interface Asked {
  application: ApplicationId | null;
  group: GroupId | null;
  members: readonly string[];
}

/** Prints where a policy does not hold, because a narrower one has a value of its own for the same member. */
export async function printOwnValues(call: Call, { members, ...scope }: Asked): Promise<void> {
  const lines = (await narrowerThan(call, scope)).map(async ({ id, name, where }) => {
    const changes = await call.rooms.policies.show(id);
    return members
      .filter((member) => valueAt(changes, member) !== undefined)
      .map((member) =>
        printable(`${name} has its own ${member}, ${valueAt(changes, member)}, which holds ${where}.`),
      );
  });
  for (const line of (await Promise.all(lines)).flat()) call.print(line);
}

async function narrowerThan(call: Call, { application, group }: Omit<Asked, 'members'>): Promise<Narrower[]> {
  if (group) return [];
  return [...(application ? [] : await applicationsOf(call)), ...(await groupsOf(call))];
}

const applicationsOf = async ({ rooms }: Call): Promise<Narrower[]> =>
  (await rooms.applications.list()).map(({ id, name }) => ({ id, name: `“${name}”`, where: 'there' }));

const groupsOf = async ({ rooms }: Call): Promise<Narrower[]> =>
  (await rooms.groups.list()).map(({ id, name }) => ({
    id,
    name: `The group “${name}”`,
    where: 'for its members',
  }));
