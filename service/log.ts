/** One JSON object a line. Fields are ids, counts and stable words, never values that people or sites sent. */
export type LogFields = Record<string, string | number | boolean | null>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Names a thrown thing by its class and stack frames; its message may hold values, so it is left out. */
export function describe(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const frames = (thrown.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { name: thrown.name, stack: frames.join('\n') };
}
