import type { Kysely } from 'kysely';
import type { Topic, Tx } from '../room.ts';
import type { Schema } from './schema.ts';

interface Waiting {
  /** Runs the job and keeps its result; rejects if the job throws. */
  run: (tx: Tx) => Promise<void>;
  /** Answers the caller, after the commit. */
  settle: () => void;
  fail: (cause: unknown) => void;
}

interface GroupCommitOptions {
  /** Statements of the connection that writes; nothing else may use it. */
  query: Kysely<Schema>;
  /** Runs one of the statements that begin and end a transaction there. */
  run: (statement: string) => void;
  /** Resolves once everything that was committed is on the disk. */
  sync: () => Promise<void>;
  onChange: (topic: Topic) => void;
}

/**
 * One queue of writes per process: what waits together is committed together, and every caller is answered
 * after its commit. A durable commit costs far more than the statements in it.
 */
export class GroupCommit {
  readonly #query: Kysely<Schema>;
  readonly #run: (statement: string) => void;
  readonly #sync: () => Promise<void>;
  readonly #onChange: (topic: Topic) => void;
  /** Groups that are committed and wait for the disk. */
  readonly #syncing = new Set<Promise<void>>();
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor({ query, run, sync, onChange }: GroupCommitOptions) {
    this.#sync = sync;
    this.#query = query;
    this.#run = run;
    this.#onChange = onChange;
  }

  add<Value>(job: (tx: Tx) => Promise<Value>): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      let value: Value;
      this.#waiting.push({
        run: async (tx) => {
          value = await job(tx);
        },
        settle: () => resolve(value),
        fail: reject,
      });
      this.#running ??= this.#work();
    });
  }

  async drain(): Promise<void> {
    while (this.#running) await this.#running;
    await Promise.all(this.#syncing);
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gather();
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#running = null;
  }

  /** Lets requests that have already arrived join, as long as they keep coming. */
  async #gather(): Promise<void> {
    for (let before = 0; this.#waiting.length > before; ) {
      before = this.#waiting.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #commit(group: Waiting[]): Promise<void> {
    const topics = new Set<Topic>();
    const done: Waiting[] = [];
    try {
      this.#run('BEGIN IMMEDIATE');
      for (const job of group) {
        if (await this.#attempt(job, topics)) done.push(job);
      }
      this.#run('COMMIT');
    } catch (cause) {
      this.#rollBack();
      // One that failed by itself has been answered before, and stays so.
      for (const job of group) job.fail(cause);
      return;
    }
    this.#answer(done, topics);
  }

  /** Answers once the disk has it; the next group need not wait for that. */
  #answer(done: Waiting[], topics: Set<Topic>): void {
    const answered = this.#sync().then(
      () => {
        for (const job of done) job.settle();
        for (const topic of topics) this.#onChange(topic);
      },
      (cause: unknown) => {
        for (const job of done) job.fail(cause);
      },
    );
    this.#syncing.add(answered);
    answered.finally(() => this.#syncing.delete(answered));
  }

  #rollBack(): void {
    try {
      this.#run('ROLLBACK');
    } catch {
      // It had not begun, or what went wrong has ended it already.
    }
  }

  /** Runs one job within the group; a job that throws is undone alone, and answered at once. */
  async #attempt(job: Waiting, topics: Set<Topic>): Promise<boolean> {
    const own: Topic[] = [];
    this.#run('SAVEPOINT job');
    try {
      await job.run({ query: this.#query, changed: (topic) => own.push(topic) });
    } catch (cause) {
      this.#run('ROLLBACK TO job');
      this.#run('RELEASE job');
      job.fail(cause);
      return false;
    }
    this.#run('RELEASE job');
    for (const topic of own) topics.add(topic);
    return true;
  }
}
