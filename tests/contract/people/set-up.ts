import type { GroupId, UserId } from '../../../lib/protocol/ids.ts';
import type { Stage } from '../../fakes/stage.ts';

type Write = Stage['service']['rooms']['floor']['db']['write'];
type Rooms = Stage['service']['rooms'];
type Status = Parameters<Rooms['users']['setStatus']>[2];

/** What an operator does to people and groups, within the service's own process. */
export function helpDeskOf({ service }: Stage) {
  const write: Write = (job) => service.rooms.floor.db.write(job);
  return {
    setStatus: (user: UserId, status: Status) =>
      write((tx) => service.rooms.users.setStatus(tx, user, status)),
    setGroupStatus: (group: GroupId, status: Status) =>
      write((tx) => service.rooms.groups.setStatus(tx, group, status)),
    join: (group: GroupId, user: UserId) => write((tx) => service.rooms.groups.join(tx, { group, user })),
    leave: (group: GroupId, user: UserId) => write((tx) => service.rooms.groups.leave(tx, { group, user })),
    lock: (user: UserId) =>
      write((tx) => service.rooms.users.recordFailure(tx, user, { threshold: 1, minutes: 0 })),
    unlock: (user: UserId) => write((tx) => service.rooms.users.unlock(tx, user)),

    async addGroup(name: string, ...members: UserId[]): Promise<GroupId> {
      const group = await write((tx) => service.rooms.groups.add(tx, name));
      if (!group) throw new Error('the group was not added');
      for (const user of members) await write((tx) => service.rooms.groups.join(tx, { group, user }));
      return group;
    },

    removeGroup: (group: GroupId) => write((tx) => service.rooms.groups.remove(tx, group)),

    /** What the log says of a person, the oldest first, as `event reason`. */
    async eventsOf(user: UserId): Promise<string[]> {
      const { audit, floor } = service.rooms;
      const lines = await audit.list({ db: floor.db, limit: 100, user });
      return lines.reverse().map(({ event, reason }) => [event, reason].filter(Boolean).join(' '));
    },
  };
}
