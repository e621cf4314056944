import { readFileSync, statSync } from 'node:fs';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { HardwareToken, NewToken } from '../passcodes/hardware-tokens.ts';
import { type Call, type Command, CommandRefused, printList, readArgs, showTime, userOf } from './call.ts';
import { requireActive } from './standing.ts';
import { type BadLine, readTokens, type TokenLine } from './token-csv.ts';
import { whyTypedCodesFail } from './typed-codes.ts';

/** Some seven thousand tokens: the service waits for the database as long as it takes to write them. */
const MOST_BYTES = 500_000;
/** Bad lines that are told at a time. */
const TOLD = 20;

const importFile: Command = {
  takes: 'FILE',
  about:
    'Imports hardware tokens from a CSV file: serial,type,secret[,counter or period][,user], type h6, h8, t6 or t8. All of them, or none.',
  async run(call) {
    const { words } = readArgs(call, { names: ['FILE'], options: {} });
    const { lines, bad } = readTokens(readFile(words[0]));
    const { rooms, print } = call;
    const { tokens, unknown } = await withUsers(call, lines);
    refuse([...bad, ...unknown]);
    if (tokens.length === 0) throw new CommandRefused('There are no tokens in this file.');
    const owners = tokens.flatMap(({ user }) => user ?? []);
    await rooms.floor.db.write(async (tx) => {
      const taken = new Set(await rooms.passcodes.hardwareTokens.add(tx, tokens));
      refuse(
        lines
          .filter(({ token }) => taken.has(token.serial))
          .map(({ line }) => ({ line, why: 'there is a token of this serial number already' })),
      );
      for (const user of new Set(owners)) await rooms.invitations.voidInline(tx, user);
    });
    print(`Imported ${lines.length} ${lines.length === 1 ? 'token' : 'tokens'}.`);
    if (owners.length > 0)
      print(`${owners.length} of them ${owners.length === 1 ? 'is a user’s' : 'are users’'} now.`);
    print('The file holds the secrets in the clear: delete it, or lock it away.');
  },
};

function readFile(path: string): string {
  try {
    if (statSync(path).size > MOST_BYTES)
      throw new CommandRefused('The file is larger than 500 KB. Import it in parts.');
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof CommandRefused) throw cause;
    throw new CommandRefused(`The file cannot be read: ${path}`, { cause });
  }
}

/** The tokens with the ids of their users, and the lines whose user there is not. Users are never deleted, so it holds. */
async function withUsers({ rooms }: Call, lines: readonly TokenLine[]) {
  const tokens: NewToken[] = [];
  const unknown: BadLine[] = [];
  for (const { line, token, user: name } of lines) {
    const user = name === null ? null : await rooms.users.byName(rooms.floor.db.read, name);
    if (name !== null && !user) unknown.push({ line, why: 'there is no user of this name' });
    tokens.push({ ...token, user: user?.id ?? null });
  }
  return { tokens, unknown };
}

/** @throws {CommandRefused} if there are bad lines: it undoes what the import has done so far */
function refuse(bad: readonly BadLine[]): void {
  if (bad.length === 0) return;
  const told = bad.toSorted((a, b) => a.line - b.line).map(({ line, why }) => `Line ${line}: ${why}.`);
  const more = told.length > TOLD ? [`… and ${told.length - TOLD} more.`] : [];
  throw new CommandRefused(['Nothing was imported.', ...told.slice(0, TOLD), ...more].join('\n'));
}

const list: Command = {
  takes: '',
  about: 'Lists the hardware tokens, and who has them.',
  async run(call) {
    readArgs(call, { names: [], options: {} });
    const { rooms } = call;
    const names = new Map((await rooms.users.list()).map(({ id, username }) => [id, username]));
    const rows = (await rooms.passcodes.hardwareTokens.list()).map((token) => [
      token.serial,
      kindOf(token),
      nameOf(names, token),
      showTime(token.created_at),
      token.last_used_at === null ? null : showTime(token.last_used_at),
    ]);
    printList(call, {
      head: ['SERIAL', 'KIND', 'USER', 'IMPORTED', 'LAST USED'],
      rows,
      none: 'No tokens yet. See: token import',
    });
  },
};

const KINDS = {
  h6: 'counter, 6 digits',
  h8: 'counter, 8 digits',
  t6: 'time, 6 digits',
  t8: 'time, 8 digits',
} as const;

const kindOf = ({ type, period }: HardwareToken): string =>
  KINDS[type] + (period > 0 ? `, every ${period} s` : '');

const nameOf = (names: Map<UserId, string>, { user_id }: HardwareToken): string | null =>
  user_id && (names.get(user_id) ?? null);

const assign: Command = {
  takes: 'SERIAL NAME',
  about: 'Gives a token that nobody has to a user.',
  async run(call) {
    const { words } = readArgs(call, { names: ['SERIAL', 'NAME'], options: {} });
    const [serial, name] = words;
    const user = await userOf(call, name);
    await requireActive(call, user);
    const { floor, invitations, passcodes } = call.rooms;
    const { hardwareTokens } = passcodes;
    const assigned = await floor.db.write(async (tx) => {
      if (!(await hardwareTokens.assign(tx, serial, user.id))) return false;
      // It was for the first way to sign in, and would open again with the password alone once the token is lost.
      await invitations.voidInline(tx, user.id);
      return true;
    });
    if (!assigned) {
      const known = await hardwareTokens.find(serial);
      throw new CommandRefused(known ? 'Somebody has this token. Unassign it first.' : NO_TOKEN);
    }
    call.print(`The token is ${user.username}’s now.`);
    for (const line of await whyTypedCodesFail(call, user)) call.print(line);
  },
};

const NO_TOKEN = 'There is no token of this serial number. See: token list';

const unassign: Command = {
  takes: 'SERIAL',
  about: 'Takes a token back, even if it is the user’s only way to sign in.',
  async run(call) {
    const { words } = readArgs(call, { names: ['SERIAL'], options: {} });
    const { hardwareTokens } = call.rooms.passcodes;
    if (!(await call.rooms.floor.db.write((tx) => hardwareTokens.unassign(tx, words[0])))) {
      throw new CommandRefused((await hardwareTokens.find(words[0])) ? 'Nobody has this token.' : NO_TOKEN);
    }
    call.print('Nobody has it now.');
  },
};

const remove: Command = {
  takes: 'SERIAL',
  about: 'Deletes a token with its secret, even if it is somebody’s only way to sign in.',
  async run(call) {
    const { words } = readArgs(call, { names: ['SERIAL'], options: {} });
    const { floor, passcodes } = call.rooms;
    if (!(await floor.db.write((tx) => passcodes.hardwareTokens.remove(tx, words[0]))))
      throw new CommandRefused(NO_TOKEN);
    call.print('Removed. Its codes no longer count.');
  },
};

const resync: Command = {
  takes: 'SERIAL CODE CODE CODE',
  about: 'Brings a counter-based token back into step by three codes in a row.',
  async run(call) {
    const { words } = readArgs(call, { names: ['SERIAL', 'CODE', 'CODE', 'CODE'], options: {} });
    const [serial, ...codes] = words;
    const { hardwareTokens } = call.rooms.passcodes;
    const token = await hardwareTokens.find(serial);
    if (!token) throw new CommandRefused(NO_TOKEN);
    if (token.period > 0)
      throw new CommandRefused(
        'This token goes by the clock, so it cannot be brought back into step by codes.',
      );
    await hardwareTokens.resync(serial, codes).catch((cause) => {
      if (!(cause instanceof Refusal)) throw cause;
      throw new CommandRefused(RESYNC_FAILED, { cause });
    });
    call.print('It is in step again. The next code counts.');
  },
};

const RESYNC_FAILED =
  'These are not three codes in a row of this token. Press it three times, and type them in that order.';

export const tokenCommands = {
  'token import': importFile,
  'token list': list,
  'token assign': assign,
  'token unassign': unassign,
  'token remove': remove,
  'token resync': resync,
} satisfies Record<string, Command>;
