import { type Kysely, sql, type Transaction } from 'kysely';
import type { Topic, Tx } from '../room.ts';
import type { Schema } from './schema.ts';

interface Waiting {
  /** Runs the job and keeps its result; rejects if the job throws. */
  run: (tx: Tx) => Promise<void>;
  /** Answers the caller, after the commit. */
  settle: () => void;
  fail: (cause: unknown) => void;
}

/**
 * One queue of writes per process: what waits together is committed together, and every caller is answered
 * after its commit. A durable commit costs far more than the statements in it.
 */
export class GroupCommit {
  readonly #database: Kysely<Schema>;
  readonly #onChange: (topic: Topic) => void;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor(database: Kysely<Schema>, onChange: (topic: Topic) => void) {
    this.#database = database;
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
  }

  async #work(): Promise<void> {
    // Lets the requests that arrived in the same turn of the event loop join.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#running = null;
  }

  async #commit(group: Waiting[]): Promise<void> {
    const topics = new Set<Topic>();
    const done: Waiting[] = [];
    try {
      await this.#database.transaction().execute(async (transaction) => {
        for (const job of group) {
          if (await attempt(job, { transaction, topics })) done.push(job);
        }
      });
    } catch (cause) {
      for (const job of done) job.fail(cause);
      return;
    }
    for (const job of done) job.settle();
    for (const topic of topics) this.#onChange(topic);
  }
}

/** Runs one job within the group; a job that throws is undone alone, and answered at once. */
async function attempt(
  job: Waiting,
  { transaction, topics }: { transaction: Transaction<Schema>; topics: Set<Topic> },
): Promise<boolean> {
  const own: Topic[] = [];
  await sql`SAVEPOINT job`.execute(transaction);
  try {
    await job.run({ query: transaction, changed: (topic) => own.push(topic) });
  } catch (cause) {
    await sql`ROLLBACK TO job`.execute(transaction);
    await sql`RELEASE job`.execute(transaction);
    job.fail(cause);
    return false;
  }
  await sql`RELEASE job`.execute(transaction);
  for (const topic of own) topics.add(topic);
  return true;
}
