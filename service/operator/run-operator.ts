import { ConfigError, readConfig } from '../config.ts';
import type { Log } from '../log.ts';
import { openRooms } from '../rooms.ts';
import { systemClock, systemRandom } from '../system.ts';
import { CommandRefused, UsageError } from './call.ts';
import { findCommand, helpFor } from './operator.ts';

const DONE = 0;
const REFUSED = 1;
const NOT_UNDERSTOOD = 2;

/** The service's log is the service's; what a command has to say goes to its caller. */
const silent: Log = { info() {}, warn() {}, error() {} };

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs one command with the environment's settings; answers the exit code. */
export const runOperator = (args: string[]): Promise<number> => run(args).catch(explain);

async function run(args: string[]): Promise<number> {
  const help = helpFor(args);
  if (help !== null) {
    print(help);
    return args.length === 0 ? NOT_UNDERSTOOD : DONE;
  }
  const command = findCommand(args);
  const rooms = await openRooms({
    ...readConfig(process.env),
    clock: systemClock,
    random: systemRandom,
    log: silent,
  });
  try {
    await command.run({ rooms, print });
    return DONE;
  } catch (thrown) {
    if (thrown instanceof UsageError) complain(command.usage);
    throw thrown;
  } finally {
    await rooms.close();
  }
}

/** What is foreseen is said in a sentence; a fault keeps its stack. */
function explain(thrown: unknown): number {
  if (thrown instanceof UsageError || thrown instanceof ConfigError) {
    complain(thrown.message);
    return NOT_UNDERSTOOD;
  }
  if (thrown instanceof CommandRefused) complain(thrown.message);
  else console.error(thrown);
  return REFUSED;
}
