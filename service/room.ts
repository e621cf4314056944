import type { Kysely } from 'kysely';
import type { Clock } from '../lib/ports/clock.ts';
import type { Random } from '../lib/ports/random.ts';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../lib/protocol/ids.ts';
import type { Schema } from './db/schema.ts';

/** What something is told about after a commit; listeners re-read, since a topic never carries a value. */
export type Topic =
  | `user:${string}`
  | `transaction:${string}`
  | `pairing:${string}`
  | `device-gone:${string}`;

/** An open database transaction. All that a job does through it becomes durable together, or not at all. */
export interface Tx {
  readonly query: Kysely<Schema>;
  /** Tells the topic's listeners once the transaction is durable. */
  changed(topic: Topic): void;
}

export interface Db {
  /** Reads the last committed state. */
  readonly read: Kysely<Schema>;
  /** Runs `job` in the next group commit; resolves once it is durable. A job that throws undoes itself alone. */
  write<Value>(job: (tx: Tx) => Promise<Value>): Promise<Value>;
}

export interface Signals {
  /** Calls `listener` on every change until the returned function is called. */
  listen(topic: Topic, listener: () => void): () => void;
  /** Resolves at the topic's next change, after `limit` milliseconds, or when `stop` is aborted. */
  next(topic: Topic, options: { limit: number; stop: AbortSignal }): Promise<void>;
}

export interface AuditEntry {
  /** `room.what_happened`, e.g. `push.approved`. */
  event: string;
  /** Why, as a stable word. */
  reason?: string;
  /** Belongs to what needs eyes (`operator alerts`). */
  alert?: boolean;
  user?: UserId | null;
  application?: ApplicationId;
  device?: DeviceId;
  transaction?: TransactionId;
  /** Ids and facts, never a secret. */
  detail?: Record<string, string | number | boolean>;
}

export interface Audit {
  /** Writes the row that explains a change, in the change's own transaction. */
  record(tx: Tx, entry: AuditEntry): Promise<void>;
}

/** What every room of the service stands on. */
export interface Floor {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly signals: Signals;
  /** `https://host[:port]`, the service's one address. */
  readonly origin: string;
}
