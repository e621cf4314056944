import type { Kysely } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { MethodView, PromptPush } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import type { Tx } from '../room.ts';
import type { PromptPolicy } from './policy.ts';
import type { Transaction } from './transactions.ts';

/** What a factor adds to the prompt's state. */
export interface FactorView {
  push: PromptPush | null;
  retryAt: number | null;
  /** Whether the page may begin by itself (§5.2.4). */
  autoPush: boolean;
}

/**
 * One way to prove oneself. The prompt knows factors only by this, so a new one is its own folder and its row in
 * app.ts.
 */
export interface Factor {
  /** Whether the person has anything of this factor. */
  enrolled(query: Kysely<Schema>, user: UserId): Promise<boolean>;
  /** Whether the person had something of this factor that was suspended or removed. */
  lapsed(user: UserId): Promise<boolean>;
  /** How this factor stands for a person; null when nothing of it is enrolled. */
  offer(user: UserId, policy: PromptPolicy): Promise<MethodView | null>;
  /** What the prompt shows of it now. */
  view(transaction: Transaction, policy: PromptPolicy): Promise<FactorView>;
  /** A device has proven that the prompt is open in its browser. */
  present(tx: Tx, transaction: Transaction): Promise<void>;
}
