import * as v from 'valibot';
import { CredentialId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { type Command, CommandRefused, printList, readArgs, showTime, UsageError, userOf } from './call.ts';

const list: Command = {
  takes: 'NAME',
  about: 'Lists the security keys and computers that a user has registered, also those that were removed.',
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME'], options: {} });
    const user = await userOf(call, words[0]);
    const rows = (await call.rooms.credentials.list(user.id)).map((key) => [
      key.id,
      key.name,
      KINDS[key.kind],
      statusOf(key),
      showTime(key.created_at),
      key.last_used_at === null ? null : showTime(key.last_used_at),
    ]);
    printList(call, {
      head: ['KEY', 'NAME', 'KIND', 'STATUS', 'ADDED', 'LAST USED'],
      rows,
      none: 'No keys yet. People add theirs in the options of the extension.',
    });
  },
};

const KINDS = { platform: 'this computer', security_key: 'security key' } as const;

function statusOf({ removed_at, clone_suspected_at }: Row<'credentials'>): string {
  if (removed_at !== null) return 'removed';
  return clone_suspected_at === null ? 'active' : 'may be copied';
}

/** It only takes away: an authenticator is registered by its owner, who alone can touch it (§6.8). */
const remove: Command = {
  takes: 'NAME KEY',
  about: 'Removes a security key or computer of a user, even if it is their only way to sign in.',
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME', 'KEY'], options: {} });
    const user = await userOf(call, words[0]);
    const id = v.safeParse(CredentialId, words[1]);
    if (!id.success) throw new UsageError('KEY must be an id as “keys list” shows it.');
    const { rooms, print } = call;
    // Named together with its owner, so that an id from the wrong line takes nobody else's key.
    const own = (await rooms.credentials.list(user.id)).some((key) => key.id === id.output);
    const ended =
      own &&
      (await rooms.floor.db.write((tx) => rooms.credentials.end(tx, id.output, { reason: 'operator' })));
    if (!ended) throw new CommandRefused('This user has no registered key with this id.');
    print('Removed. It can no longer be used to sign in.');
  },
};

export const keyCommands = {
  'keys list': list,
  'keys remove': remove,
} satisfies Record<string, Command>;
