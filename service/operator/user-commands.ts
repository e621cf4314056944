import * as v from 'valibot';
import type { UserId } from '../../lib/protocol/ids.ts';
import { DisplayName, EmailAddress, Username } from '../../lib/protocol/names.ts';
import type { Row } from '../db/schema.ts';
import {
  type Call,
  type Command,
  CommandRefused,
  printTable,
  readArgs,
  showTime,
  UsageError,
  userOf,
} from './call.ts';

type Kind = 'link' | 'inline';

const add: Command = {
  takes: 'NAME [--display-name TEXT] [--email ADDRESS] [--invite link|inline]',
  about: 'Adds a user, and invites them if asked to.',
  async run(call) {
    const { words, values } = readArgs(call, {
      names: ['NAME'],
      options: {
        'display-name': { type: 'string' },
        email: { type: 'string' },
        invite: { type: 'string' },
      },
    });
    const username = read(
      Username,
      words[0],
      'NAME must be at most 128 characters, none of them a control character.',
    );
    const displayName = read(
      DisplayName,
      values['display-name'] ?? username,
      '--display-name must be at most 128 characters, none of them a control character.',
    );
    const email =
      values.email === undefined
        ? null
        : read(EmailAddress, values.email, '--email must be an e-mail address.');
    const kind =
      values.invite === undefined
        ? null
        : read(v.picklist(['link', 'inline']), values.invite, '--invite must be “link” or “inline”.');
    const { rooms, print } = call;
    const invitation = await rooms.floor.db.write(async (tx) => {
      const user = await rooms.users.add(tx, { username, displayName, email });
      if (!user) throw new CommandRefused('There is a user of this name already.');
      return kind && rooms.invitations.invite(tx, { user, kind });
    });
    print(`Added ${username}.`);
    if (invitation) printInvitation(call, { username, invitation });
  },
};

const invite: Command = {
  takes: 'NAME [--inline]',
  about: 'Invites a user to pair a browser; again: a new link with the old deadline, and the old link ends.',
  async run(call) {
    const { words, values } = readArgs(call, {
      names: ['NAME'],
      options: { inline: { type: 'boolean', default: false } },
    });
    const { rooms } = call;
    const user = await userOf(call, words[0]);
    if (user.status !== 'active') throw new CommandRefused('This user is disabled. Enable them first.');
    if (values.inline && (await waysOf(call, user.id)).some((count) => count > 0)) {
      throw new CommandRefused(
        'This user has a browser, a key or a token, and set-up at the prompt opens only for the first one. Send a link.',
      );
    }
    const kind: Kind = values.inline ? 'inline' : 'link';
    const invitation = await rooms.floor.db.write((tx) =>
      rooms.invitations.invite(tx, { user: user.id, kind }),
    );
    printInvitation(call, { username: user.username, invitation });
  },
};

function printInvitation(
  { print }: Call,
  { username, invitation }: { username: string; invitation: { link: string | null; expiresAt: number } },
): void {
  const until = showTime(invitation.expiresAt);
  if (!invitation.link) {
    print(`${username} can pair the first browser when signing in, until ${until}.`);
    return;
  }
  print(`The invitation of ${username}, good until ${until} and shown this once:`);
  print(invitation.link);
}

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
    printTable(call, head, await Promise.all(lines));
  },
};

/** How many paired browsers, registered keys and computers, and hardware tokens. */
async function waysOf({ rooms }: Call, user: UserId): Promise<number[]> {
  const ways = await Promise.all([
    rooms.devices.active(user),
    rooms.credentials.of(rooms.floor.db.read, user),
    rooms.passcodes.hardwareTokens.of(user),
  ]);
  return ways.map(({ length }) => length);
}

function standing({ rooms }: Call, user: Row<'users'>): string {
  if (user.status === 'disabled') return 'disabled';
  return rooms.users.isLocked(user) ? 'locked out' : 'active';
}

function read<Shape extends v.GenericSchema>(schema: Shape, value: unknown, sentence: string) {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw new UsageError(sentence);
  return parsed.output;
}

export const userCommands = {
  'user add': add,
  'user invite': invite,
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
