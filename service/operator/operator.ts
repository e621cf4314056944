import { applicationCommands } from './application-commands.ts';
import { bypassCommands } from './bypass-commands.ts';
import { type Call, type Command, UsageError } from './call.ts';
import { deviceCommands } from './device-commands.ts';
import { keyCommands } from './key-commands.ts';
import { logCommands } from './log-commands.ts';
import { outboxCommands } from './outbox-commands.ts';
import { policyCommands } from './policy-commands.ts';
import { tokenCommands } from './token-commands.ts';
import { userCommands } from './user-commands.ts';

const commands: Record<string, Command> = {
  ...userCommands,
  ...applicationCommands,
  ...deviceCommands,
  ...keyCommands,
  ...tokenCommands,
  ...bypassCommands,
  ...policyCommands,
  ...logCommands,
  ...outboxCommands,
};

export const HELP = [
  'npm run operator -- COMMAND',
  '',
  ...Object.entries(commands).map(
    ([name, { takes, about }]) => `  ${`${name} ${takes}`.trim()}\n      ${about}`,
  ),
  '',
  'It works on the database that COUNTERSIGN_DATA names, also while the service runs, and reads the same',
  'environment as the service. Exit codes: 0 done, 1 refused, 2 not understood.',
].join('\n');

interface FoundCommand {
  /** How the command is called, for the help that follows a mistake. */
  usage: string;
  run(call: Omit<Call, 'args'>): Promise<void>;
}

/** Finds the command that the arguments begin with. @throws {UsageError} if there is none */
export function findCommand(args: string[]): FoundCommand {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ');
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command) {
      return {
        usage: `npm run operator -- ${name} ${command.takes}`.trim(),
        run: (call) => command.run({ ...call, args: args.slice(words) }),
      };
    }
  }
  throw new UsageError('There is no such command. “npm run operator -- help” lists them.');
}
