/**
 * Makes commits durable without stopping the process for the disk: the write-ahead log is synced by a thread of
 * the pool, while the next group is already being written. One sync covers every commit that came before it, as
 * `synchronous=FULL` would with one sync for each commit (https://sqlite.org/pragma.html#pragma_synchronous).
 */
export class WalSync {
  readonly #flush: () => Promise<void>;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  /** `flush`: puts on the disk what the log holds now. */
  constructor(flush: () => Promise<void>) {
    this.#flush = flush;
  }

  /**
   * Resolves once everything that was committed before this call is on the disk. Once a flush has failed, nothing
   * is called durable any more: the system may have dropped what it could not write, and would not say so twice.
   */
  sync(): Promise<void> {
    // A sync under way may have begun before the caller's commit, so it takes one that begins from now on.
    this.#next ??= (this.#running ?? Promise.resolve()).then(() => this.#begin());
    return this.#next;
  }

  /** What was committed and is not yet known to be durable; null when there is nothing. */
  get pending(): Promise<void> | null {
    return this.#next ?? this.#running;
  }

  #begin(): Promise<void> {
    // Cleared only by success: what follows a failed flush fails with it.
    const done: Promise<void> = this.#flush().then(() => {
      if (this.#running === done) this.#running = null;
    });
    this.#running = done;
    this.#next = null;
    return done;
  }
}
