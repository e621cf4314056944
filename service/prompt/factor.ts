import type { Kysely } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { FactorParts, MethodView } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import type { Tx } from '../room.ts';
import type { PromptPolicy } from './policy.ts';
import type { Transaction } from './transactions.ts';

/** One look at the prompt: whose it is, and what follows from policy. */
export interface Look {
  transaction: Transaction;
  user: UserId;
  /** Wrong secrets have locked the account; what can be guessed is closed to it. */
  locked: boolean;
  policy: PromptPolicy;
}

export interface PartFacts {
  /** What this factor has just offered. */
  methods: readonly MethodView[];
  /** A paired browser has proven that the prompt is open in it. */
  present: boolean;
}

/**
 * One way to prove oneself, or several that work alike. The prompt knows factors only by this, so a new one is its
 * own folder and its row in app.ts.
 */
export interface Factor {
  /** Whether the person has anything of this factor. */
  enrolled(query: Kysely<Schema>, user: UserId): Promise<boolean>;
  /** Whether the person had something of this factor that was suspended or removed. */
  lapsed(user: UserId): Promise<boolean>;
  /** How its methods stand for a person, the strongest first; none where nothing is enrolled. */
  offers(look: Look): Promise<MethodView[]>;
  /** What the prompt shows of it alone. */
  part(look: Look, facts: PartFacts): Promise<Partial<FactorParts>>;
  /** A device has proven that the prompt is open in its browser. */
  present(tx: Tx, transaction: Transaction): Promise<void>;
  /** Another factor was chosen, or has succeeded: takes back what waits for an answer. */
  withdraw(tx: Tx, transaction: Transaction): Promise<void>;
  /** Ends what time has ended. */
  expire(tx: Tx): Promise<void>;
}
