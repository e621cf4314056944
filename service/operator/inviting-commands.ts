import * as v from 'valibot';
import { DisplayName, EmailAddress, Username } from '../../lib/protocol/names.ts';
import { type Call, type Command, CommandRefused, readArgs, showTime, UsageError, userOf } from './call.ts';
import { requireActive } from './standing.ts';
import { hasLasting } from './ways.ts';

const Kind = v.picklist(['link', 'inline']);
const NAME_RULE = 'must be at most 128 characters, none of them a control character.';

const add: Command = {
  takes: 'NAME [--display-name TEXT] [--email ADDRESS] [--invite link|inline]',
  about: 'Adds a user, and invites them if asked to.',
  async run(call) {
    const { kind, ...wanted } = readNewUser(call);
    const { rooms, print } = call;
    const invitation = await rooms.floor.db.write(async (tx) => {
      const user = await rooms.users.add(tx, wanted);
      if (!user) throw new CommandRefused('There is a user of this name already.');
      return kind && rooms.invitations.invite(tx, { user, kind });
    });
    print(`Added ${wanted.username}.`);
    if (invitation) printInvitation(call, { username: wanted.username, invitation });
  },
};

function readNewUser(call: Call) {
  const { words, values } = readArgs(call, {
    names: ['NAME'],
    options: {
      'display-name': { type: 'string' },
      email: { type: 'string' },
      invite: { type: 'string' },
    },
  });
  const { email = null, invite: kind = null } = values;
  const username = read(Username, words[0], `NAME ${NAME_RULE}`);
  return {
    username,
    displayName: read(DisplayName, values['display-name'] ?? username, `--display-name ${NAME_RULE}`),
    email: email === null ? null : read(EmailAddress, email, '--email must be an e-mail address.'),
    kind: kind === null ? null : read(Kind, kind, '--invite must be “link” or “inline”.'),
  };
}

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
    await requireActive(call, user);
    if (values.inline && (await hasLasting(call, user.id))) {
      throw new CommandRefused(
        'This user has a browser, a key, a token or printed codes, and set-up at the prompt opens only for the first one. Send a link.',
      );
    }
    const kind = values.inline ? 'inline' : 'link';
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

function read<Shape extends v.GenericSchema>(schema: Shape, value: unknown, sentence: string) {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw new UsageError(sentence);
  return parsed.output;
}

export const invitingCommands = { 'user add': add, 'user invite': invite } satisfies Record<string, Command>;
