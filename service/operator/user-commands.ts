import type { UserId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { type Call, type Command, CommandRefused, printList, readArgs, userOf } from './call.ts';
import { invitingCommands } from './inviting-commands.ts';
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

const setStatus =
  (status: 'active' | 'disabled'): Change =>
  ({ rooms }, user) =>
    rooms.floor.db.write((tx) => rooms.users.setStatus(tx, user, status));

const list: Command = {
  takes: '',
  about: 'Lists the users, and how many browsers, keys and tokens each has.',
  async run(call) {
    readArgs(call, { names: [], options: {} });
    const { rooms } = call;
    const users = await rooms.users.list();
    const lines = users.map(async (user) => {
      const counts = (await waysOf(call, user.id)).map(String);
      return [user.username, user.display_name, user.email, standing(call, user), ...counts];
    });
    const head = ['NAME', 'DISPLAY NAME', 'E-MAIL', 'STATUS', 'BROWSERS', 'KEYS', 'TOKENS'];
    printList(call, { head, rows: await Promise.all(lines), none: 'No users yet. See: user add' });
  },
};

function standing({ rooms }: Call, user: Row<'users'>): string {
  if (user.status === 'disabled') return 'disabled';
  return rooms.users.isLocked(user) ? 'locked out' : 'active';
}

export const userCommands = {
  ...invitingCommands,
  'user disable': change(
    'Refuses every sign-in of a user from now on.',
    { done: 'is disabled', refused: 'was disabled before' },
    setStatus('disabled'),
  ),
  'user enable': change(
    'Lets a disabled user sign in again.',
    { done: 'is enabled', refused: 'was not disabled' },
    setStatus('active'),
  ),
  'user unlock': change(
    'Ends a lock-out after too many wrong tries.',
    { done: 'is unlocked', refused: 'was not locked out' },
    ({ rooms }, user) => rooms.floor.db.write((tx) => rooms.users.unlock(tx, user)),
  ),
  'user list': list,
} satisfies Record<string, Command>;
