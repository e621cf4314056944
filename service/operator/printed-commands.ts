import { type Command, CommandRefused, readArgs, userOf } from './call.ts';

/** Whoever lost the only computer cannot print new ones, which would end them too. */
const remove: Command = {
  takes: 'NAME',
  about: 'Ends the codes that a user has printed.',
  async run(call) {
    const { words } = readArgs(call, { names: ['NAME'], options: {} });
    const user = await userOf(call, words[0]);
    const { floor, passcodes } = call.rooms;
    const ended = { user: user.id, since: 0, reason: 'operator' } as const;
    if (!(await floor.db.write((tx) => passcodes.printed.end(tx, ended))))
      throw new CommandRefused('This user has no printed codes.');
    call.print('Removed. None of them counts any more.');
  },
};

export const printedCommands = { 'printed remove': remove } satisfies Record<string, Command>;
