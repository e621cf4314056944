import { close, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Makes commits durable without stopping the process for the disk: the write-ahead log is synced by a thread of
 * the pool, while the next group is already being written. One sync covers every commit that came before it, as
 * `synchronous=FULL` would with one sync for each commit (https://sqlite.org/pragma.html#pragma_synchronous).
 */
export class WalSync {
  readonly #log: number;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  /** `file`: the write-ahead log, which exists as long as the database is open. */
  constructor(file: string) {
    this.#log = openSync(file, 'r');
  }

  /** Resolves once everything that was committed before this call is on the disk. */
  sync(): Promise<void> {
    // A sync under way may have begun before the caller's commit, so it takes one that begins from now on.
    this.#next ??= (this.#running ?? Promise.resolve()).then(() => this.#begin());
    return this.#next;
  }

  /** What was committed and is not yet known to be durable; null when there is nothing. */
  get pending(): Promise<void> | null {
    return this.#next ?? this.#running;
  }

  close(): Promise<void> {
    return promisify(close)(this.#log);
  }

  #begin(): Promise<void> {
    const done = promisify(fdatasync)(this.#log).finally(() => {
      if (this.#running === done) this.#running = null;
    });
    this.#running = done;
    this.#next = null;
    return done;
  }
}
