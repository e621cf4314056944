import * as v from 'valibot';
import { Refusal } from '../../lib/protocol/errors.ts';
import { BypassCodeId } from '../../lib/protocol/ids.ts';
import type { BypassWish } from '../passcodes/bypass.ts';
import {
  type Command,
  CommandRefused,
  printList,
  printTable,
  readArgs,
  showTime,
  UsageError,
  userOf,
} from './call.ts';
import { requireActive } from './standing.ts';
import { whyBypassCodesFail } from './typed-codes.ts';

const create: Command = {
  takes: 'NAME [--uses N] [--minutes N] [--count N]',
  about:
    'Makes codes for a user who has nothing else at hand, and shows them this once: 1 use, 60 minutes, 1 code.',
  async run(call) {
    const { words, values } = readArgs(call, {
      names: ['NAME'],
      options: {
        uses: { type: 'string', default: '1' },
        minutes: { type: 'string', default: '60' },
        count: { type: 'string', default: '1' },
      },
    });
    const wish = {
      uses: readNumber('uses', values.uses, { least: 1, most: 100 }),
      minutes: readNumber('minutes', values.minutes, { least: 0, most: 43_200 }),
      count: readNumber('count', values.count, { least: 1, most: 10 }),
    };
    const user = await userOf(call, words[0]);
    await requireActive(call, user);
    const codes = await call.rooms.passcodes.bypass.make(user.id, wish).catch((cause) => {
      if (!(cause instanceof Refusal)) throw cause;
      throw new CommandRefused('This user would have more than 100 codes. Remove some first.', { cause });
    });
    call.print(introduction(user.username, wish));
    printTable(
      call,
      ['CODE', 'ID'],
      codes.map(({ id, code }) => [code.replace(/(?=(?:.{3})+$)(?!^)/g, ' '), id]),
    );
    for (const line of await whyBypassCodesFail(call, user)) call.print(line);
  },
};

function readNumber(name: string, text: string, { least, most }: { least: number; most: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`--${name} must be a number from ${least} to ${most}.`);
}

function introduction(username: string, { uses, minutes, count }: BypassWish): string {
  const name = uses === 1 ? 'One-time code' : 'Code';
  const times = uses === 1 ? 'once' : `${uses} times`;
  const time = minutes === 0 ? 'without an end' : `within ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return count === 1
    ? `${name} for ${username}. It works ${times}, ${time}. It is not shown again:`
    : `${name}s for ${username}. Each works ${times}, ${time}. They are not shown again:`;
}

const list: Command = {
  takes: 'NAME',
  about: 'Lists the codes of a user that are still good, without the codes themselves.',
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME'], options: {} });
    const user = await userOf(call, words[0]);
    const rows = (await call.rooms.passcodes.bypass.list(user.id)).map((code) => [
      code.id,
      String(code.uses_left),
      code.expires_at === null ? null : showTime(code.expires_at),
      showTime(code.created_at),
    ]);
    printList(call, {
      head: ['ID', 'USES LEFT', 'UNTIL', 'MADE'],
      rows,
      none: 'No codes that are still good. See: bypass create',
    });
  },
};

const remove: Command = {
  takes: 'NAME [ID] [--all]',
  about: 'Ends a code of a user, by its id as “bypass list” shows it, or with --all all of them.',
  async run(call) {
    const { words, all } = readRemoval(call);
    const user = await userOf(call, words[0]);
    const { floor, passcodes } = call.rooms;
    const removed = await floor.db.write((tx) => passcodes.bypass.remove(tx, user.id, words[1]));
    if (removed === 0)
      throw new CommandRefused(all ? 'This user has no codes.' : 'This user has no code with this id.');
    call.print(removed === 1 ? 'Removed.' : `Removed ${removed} codes.`);
  },
};

function readRemoval(call: Parameters<Command['run']>[0]) {
  const all = { type: 'boolean', default: false } as const;
  if (call.args.includes('--all')) {
    const { words } = readArgs(call, { names: ['NAME'], options: { all } });
    return { words: [words[0], 'all'] as const, all: true };
  }
  if (call.args.length === 1) throw new UsageError('ID is missing. With --all, all codes of the user end.');
  const { words } = readArgs(call, { names: ['NAME', 'ID'], options: { all } });
  const id = v.safeParse(BypassCodeId, words[1]);
  if (!id.success) throw new UsageError('ID must be one as “bypass list” shows it, not the code itself.');
  return { words: [words[0], id.output] as const, all: false };
}

export const bypassCommands = {
  'bypass create': create,
  'bypass list': list,
  'bypass remove': remove,
} satisfies Record<string, Command>;
