import * as v from 'valibot';
import { TrustId } from '../../lib/protocol/ids.ts';
import type { ForgetPost } from '../../lib/protocol/trust.ts';
import {
  type Call,
  type Command,
  CommandRefused,
  printList,
  readArgs,
  showTime,
  UsageError,
  userOf,
} from './call.ts';

const list: Command = {
  takes: 'NAME',
  about: 'Lists the browsers that a user is not asked in for a second step, and for what and until when.',
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME'], options: {} });
    const user = await userOf(call, words[0]);
    const { floor, trust } = call.rooms;
    const rows = (await trust.list(floor.db.read, user.id)).map((trusted) => [
      trusted.id,
      trusted.browser,
      'device' in trusted.holder ? 'key' : 'cookie',
      trusted.application?.name ?? 'all',
      showTime(trusted.since),
      showTime(trusted.until),
      showTime(trusted.usedAt),
      trusted.usedAddress,
    ]);
    printList(call, {
      head: ['ID', 'BROWSER', 'BY', 'APPLICATION', 'SINCE', 'UNTIL', 'LAST USED', 'FROM'],
      rows,
      none: 'No trusted browsers.',
    });
  },
};

const forget: Command = {
  takes: 'NAME [ID] [--all]',
  about:
    'Asks a user for a second step again in a browser, by its id as “trust list” shows it, or with --all in every one.',
  async run(call) {
    const { name, what } = readForgetting(call);
    const user = await userOf(call, name);
    const { floor, trust } = call.rooms;
    const wish = { user: user.id, what, here: null, by: 'operator' } as const;
    const forgotten = await floor.db.write((tx) => trust.forget(tx, wish));
    if (forgotten === 0) {
      const one = what.which === 'one';
      throw new CommandRefused(`This user has no trusted browser${one ? ' with this id' : 's'}.`);
    }
    call.print(forgotten === 1 ? 'Forgotten.' : `Forgot ${forgotten}.`);
  },
};

function readForgetting(call: Call): { name: string; what: ForgetPost } {
  const all = { type: 'boolean', default: false } as const;
  if (call.args.includes('--all')) {
    const { words } = readArgs(call, { names: ['NAME'], options: { all } });
    return { name: words[0], what: { which: 'all' } };
  }
  if (call.args.length === 1)
    throw new UsageError('ID is missing. With --all, all trusted browsers of the user are forgotten.');
  const { words } = readArgs(call, { names: ['NAME', 'ID'], options: { all } });
  const id = v.safeParse(TrustId, words[1]);
  if (!id.success) throw new UsageError('ID must be one as “trust list” shows it.');
  return { name: words[0], what: { which: 'one', id: id.output } };
}

export const trustCommands = {
  'trust list': list,
  'trust forget': forget,
} satisfies Record<string, Command>;
