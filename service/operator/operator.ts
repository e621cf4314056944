import { applicationCommands } from './application-commands.ts';
import { bypassCommands } from './bypass-commands.ts';
import { type Call, type Command, UsageError } from './call.ts';
import { deviceCommands } from './device-commands.ts';
import { groupCommands } from './group-commands.ts';
import { keyCommands } from './key-commands.ts';
import { logCommands } from './log-commands.ts';
import { outboxCommands } from './outbox-commands.ts';
import { policyCommands } from './policy-commands.ts';
import { printedCommands } from './printed-commands.ts';
import { tokenCommands } from './token-commands.ts';
import { trustCommands } from './trust-commands.ts';
import { userCommands } from './user-commands.ts';

const commands: Record<string, Command> = {
  ...userCommands,
  ...groupCommands,
  ...applicationCommands,
  ...deviceCommands,
  ...keyCommands,
  ...tokenCommands,
  ...bypassCommands,
  ...printedCommands,
  ...policyCommands,
  ...trustCommands,
  ...logCommands,
  ...outboxCommands,
};

/** The scripts of package.json that lead here; the second for what `npm start` runs. */
const SCRIPTS = ['operator', 'operator:sample'] as const;

/** How it was called, so that what is shown can be typed: npm tells a script its name. */
const CALLED = `npm run ${SCRIPTS.find((name) => name === process.env.npm_lifecycle_event) ?? SCRIPTS[0]} --`;

export const HELP = [
  `${CALLED} COMMAND`,
  '',
  ...Object.entries(commands).map(
    ([name, { takes, about }]) => `  ${`${name} ${takes}`.trim()}\n      ${about}`,
  ),
  '',
  'It works on the database that COUNTERSIGN_DATA names, also while the service runs, and reads the same',
  'environment as the service. Exit codes: 0 done, 1 refused, 2 not understood.',
  '“help COMMAND” tells of one command, “help user” of all that begin so.',
].join('\n');

const PLEAS = ['--help', '-h'];

/** What to print where the arguments ask for help, or are none; null for a command to run. @throws {UsageError} */
export function helpFor(args: string[]): string | null {
  const [first = 'help', ...rest] = args;
  const asks = first === 'help' || args.some((word) => PLEAS.includes(word));
  if (!asks) return null;
  const words = (first === 'help' ? rest : args).filter((word) => !PLEAS.includes(word));
  return words.length === 0 ? HELP : usageOf(words);
}

/** Of the command that these words begin with, or of all whose name begins with the first. */
function usageOf(words: string[]): string {
  const named = [words.slice(0, 2), words.slice(0, 1)]
    .map((name) => name.join(' '))
    .map((name) => Object.entries(commands).filter(([own]) => own === name || own.startsWith(`${name} `)));
  const found = named.find(({ length }) => length > 0);
  if (!found) throw new UsageError(UNKNOWN);
  return found.map(([name, { takes, about }]) => `${callOf(name, takes)}\n    ${about}`).join('\n');
}

const UNKNOWN = `There is no such command. “${CALLED} help” lists them.`;

const callOf = (name: string, takes: string): string => `${CALLED} ${name} ${takes}`.trim();

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
        usage: callOf(name, command.takes),
        run: (call) => command.run({ ...call, args: args.slice(words) }),
      };
    }
  }
  throw new UsageError(UNKNOWN);
}
