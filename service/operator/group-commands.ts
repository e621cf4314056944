import * as v from 'valibot';
import { GroupName } from '../../lib/protocol/names.ts';
import type { Row } from '../db/schema.ts';
import {
  type Call,
  type Command,
  CommandRefused,
  groupOf,
  parse,
  printList,
  readArgs,
  showTime,
  UsageError,
  userOf,
} from './call.ts';
import { lasts, readStatus, STATUS } from './read-status.ts';
import { showEnd, standingOf } from './standing.ts';
import { whatHolds } from './what-holds.ts';

const add: Command = {
  takes: 'GROUP',
  about: 'Adds a group of users; “policy set … --group” says how its members prove themselves.',
  async run(call) {
    const { words } = readArgs(call, { names: ['GROUP'], options: {} });
    const name = v.safeParse(GroupName, words[0]);
    if (!name.success)
      throw new UsageError('GROUP must have 1 to 64 characters, none of them a control character.');
    const { floor, groups } = call.rooms;
    const added = await floor.db.write((tx) => groups.add(tx, name.output));
    if (!added) throw new CommandRefused('There is a group of this name already.');
    call.print(`Added the group ${name.output}.`);
  },
};

const list: Command = {
  takes: '',
  about: 'Lists the groups, their status, and how many members each has.',
  async run(call) {
    readArgs(call, { names: [], options: {} });
    const rows = (await call.rooms.groups.list()).map((group) => [
      group.name,
      statusOf(group),
      String(group.members),
      showTime(group.created_at),
    ]);
    printList(call, {
      head: ['GROUP', 'STATUS', 'MEMBERS', 'ADDED'],
      rows,
      none: 'No groups yet. See: group add',
    });
  },
};

const show: Command = {
  takes: 'GROUP',
  about: 'Shows the members of a group, and how each of them stands.',
  async run(call) {
    const { words } = readArgs(call, { names: ['GROUP'], options: {} });
    const group = await groupOf(call, words[0]);
    const { floor, groups } = call.rooms;
    const members = await groups.members(floor.db.read, group.id);
    call.print(`${group.name}: ${statusOf(group)}`);
    const rows = members.map((person) => [person.username, person.display_name, standingOf(call, person)]);
    printList(call, {
      head: ['NAME', 'DISPLAY NAME', 'STATUS'],
      rows,
      none: 'No members yet. See: group join',
    });
  },
};

const remove: Command = {
  takes: 'GROUP',
  about: 'Removes a group with its policy and its status; its members stay.',
  async run(call) {
    const { words } = readArgs(call, { names: ['GROUP'], options: {} });
    const group = await groupOf(call, words[0]);
    const { floor, groups } = call.rooms;
    const members = await groups.members(floor.db.read, group.id);
    await floor.db.write((tx) => groups.remove(tx, group.id));
    call.print(`Removed the group ${group.name}.`);
    call.print(await whatHolds(call, await again(call, members)));
  },
};

type Move = { verb: 'join' | 'leave'; done: string; refused: string };

/** A command that puts people into a group or takes them out: all of them, or none. */
const move = (about: string, { verb, done, refused }: Move): Command => ({
  takes: 'GROUP NAME…',
  about,
  async run(call) {
    const { positionals } = parse(call.args, {});
    const [name, ...usernames] = positionals;
    if (name === undefined || usernames.length === 0)
      throw new UsageError(`${name === undefined ? 'GROUP' : 'NAME'} is missing.`);
    const group = await groupOf(call, name);
    const people = await Promise.all(usernames.map((username) => userOf(call, username)));
    const { floor, groups } = call.rooms;
    await floor.db.write(async (tx) => {
      for (const { id: user, username } of people)
        if (!(await groups[verb](tx, { group: group.id, user })))
          throw new CommandRefused(`${username} ${refused} ${group.name}. Nothing was changed.`);
    });
    for (const { username } of people) call.print(`${username} ${done} ${group.name}.`);
    call.print(await whatHolds(call, await again(call, people)));
  },
});

const status: Command = {
  takes: `GROUP ${STATUS}`,
  about: 'Sets the status of all members who have none of their own; a bypass always has an end.',
  async run(call) {
    const { words, values } = readArgs(call, { names: ['GROUP', 'STATUS'], options: lasts });
    const group = await groupOf(call, words[0]);
    const wanted = readStatus(call, words[1], values.for);
    const { floor, groups } = call.rooms;
    if (!(await floor.db.write((tx) => groups.setStatus(tx, group.id, wanted))))
      throw new CommandRefused(`${group.name} is ${words[1]} already.`);
    call.print(`${group.name}: ${statusOf(await groupOf(call, words[0]))}`);
    call.print(await whatHolds(call, await groups.members(floor.db.read, group.id)));
  },
};

/** The same people, as they stand after a change. */
const again = (call: Call, people: readonly Row<'people'>[]): Promise<Row<'people'>[]> =>
  Promise.all(people.map(({ username }) => userOf(call, username)));

const statusOf = ({ status: word, status_until: until, status_after }: Row<'groups'>): string =>
  until === null ? word : `${word} ${showEnd(until, status_after)}`;

export const groupCommands = {
  'group add': add,
  'group list': list,
  'group show': show,
  'group remove': remove,
  'group join': move('Puts users into a group.', {
    verb: 'join',
    done: 'is in',
    refused: 'is already in',
  }),
  'group leave': move('Takes users out of a group.', {
    verb: 'leave',
    done: 'is no longer in',
    refused: 'is not in',
  }),
  'group status': status,
} satisfies Record<string, Command>;
