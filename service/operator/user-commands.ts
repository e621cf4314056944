import type { UserId } from '../../lib/protocol/ids.ts';
import { type Call, type Command, CommandRefused, printList, readArgs, userOf } from './call.ts';
import { invitingCommands } from './inviting-commands.ts';
import { lasts, readStatus, STATUS } from './read-status.ts';
import { disabledBy, standingOf } from './standing.ts';
import { waysOf } from './ways.ts';

/** A command that changes one thing about a user. */
const change = (about: string, sentences: { done: string; refused: string }, apply: Change): Command => ({
  takes: 'NAME',
  about,
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME'], options: {} });
    const user = await userOf(call, words[0]);
    if (!(await apply(call, user.id))) throw new CommandRefused(`${user.username} ${sentences.refused}.`);
    call.print(`${user.username} ${sentences.done}.`);
  },
});
type Change = (call: Call, user: UserId) => Promise<boolean>;

const disable: Change = ({ rooms }, user) =>
  rooms.floor.db.write((tx) => rooms.users.setStatus(tx, user, 'disabled'));

const enable: Command = {
  takes: 'NAME',
  about: 'Lets a disabled user sign in again, and ends a bypass.',
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME'], options: {} });
    const user = await userOf(call, words[0]);
    const { floor, users } = call.rooms;
    const enabled = await floor.db.write((tx) => users.setStatus(tx, user.id, 'active'));
    const group = await disabledBy(call, user);
    if (!enabled) throw new CommandRefused(group ?? `${user.username} was not disabled.`);
    call.print(group ?? `${user.username} is enabled.`);
  },
};

const status: Command = {
  takes: `NAME ${STATUS}`,
  about: 'Sets the status of a user, which counts before what their groups say; a bypass always has an end.',
  async run(call) {
    const { words, values } = readArgs(call, { names: ['NAME', 'STATUS'], options: lasts });
    const user = await userOf(call, words[0]);
    const wanted = readStatus(call, words[1], values.for);
    const { floor, users } = call.rooms;
    const set = await floor.db.write((tx) => users.setStatus(tx, user.id, wanted));
    const group = wanted === 'active' ? await disabledBy(call, user) : null;
    if (!set) throw new CommandRefused(group ?? `${user.username} is ${words[1]} already.`);
    call.print(group ?? `${user.username}: ${standingOf(call, await userOf(call, words[0]))}`);
  },
};

const list: Command = {
  takes: '',
  about: 'Lists the users, how they stand, how many browsers, keys and tokens each has, and their groups.',
  async run(call) {
    readArgs(call, { names: [], options: {} });
    const { rooms } = call;
    const users = await rooms.users.list();
    const lines = users.map(async (user) => {
      const counts = (await waysOf(call, user.id)).map(String);
      const groups = (await rooms.groups.of(rooms.floor.db.read, user.id)).map(({ name }) => name);
      const standing = standingOf(call, user);
      return [user.username, user.display_name, user.email, standing, ...counts, groups.join(', ')];
    });
    const head = ['NAME', 'DISPLAY NAME', 'E-MAIL', 'STATUS', 'BROWSERS', 'KEYS', 'TOKENS', 'GROUPS'];
    printList(call, { head, rows: await Promise.all(lines), none: 'No users yet. See: user add' });
  },
};

export const userCommands = {
  ...invitingCommands,
  'user disable': change(
    'Refuses every sign-in of a user from now on.',
    { done: 'is disabled', refused: 'is disabled already' },
    disable,
  ),
  'user enable': enable,
  'user status': status,
  'user unlock': change(
    'Ends a lock-out after too many wrong tries.',
    { done: 'is unlocked', refused: 'was not locked out' },
    ({ rooms }, user) => rooms.floor.db.write((tx) => rooms.users.unlock(tx, user)),
  ),
  'user list': list,
} satisfies Record<string, Command>;
