/**
 * Runs a job at most once at a time per key. Whoever asks meanwhile shares one further run, which begins after the
 * present one, so that it sees whatever they are asking for.
 */
export function oneAtATime<Key>(job: (key: Key) => Promise<void>): (key: Key) => Promise<void> {
  const last = new Map<Key, Promise<void>>();
  const waiting = new Map<Key, Promise<void>>();

  return (key) => {
    const shared = waiting.get(key);
    if (shared) return shared;
    const before = last.get(key);
    const start = () => {
      waiting.delete(key);
      return job(key);
    };
    const run = before ? before.then(start, start) : start();
    if (before) waiting.set(key, run);
    last.set(key, run);
    const settle = () => {
      if (last.get(key) === run) last.delete(key);
    };
    run.then(settle, settle);
    return run;
  };
}
