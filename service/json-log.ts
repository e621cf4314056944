import type { Clock } from '../lib/ports/clock.ts';
import type { Log, LogFields } from './log.ts';

/** Writes the log as JSON lines to standard output. */
export function jsonLog(clock: Clock): Log {
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      process.stdout.write(
        `${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`,
      );
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
