import type { Kysely } from 'kysely';
import type { ApplicationId, UserId } from '../../lib/protocol/ids.ts';
import type { Readiness } from '../../lib/protocol/methods.ts';
import type { FactorParts } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import type { Tx } from '../room.ts';
import type { Wishes } from './opening.ts';
import type { PromptPolicy } from './policy.ts';
import type { Transaction } from './transactions.ts';

/** For whom, and for signing in to what, a factor is asked how it stands. */
export interface Asked {
  user: UserId;
  /** Null: to any site. */
  application: ApplicationId | null;
  /** Wrong secrets have locked the account; what can be guessed is closed to it. */
  locked: boolean;
  policy: PromptPolicy;
  /** The prompt that asks; none for somebody's settings. */
  transaction?: Transaction;
}

/** The same as one look at a prompt. */
export interface Look extends Asked {
  application: ApplicationId;
  transaction: Transaction;
}

export interface PartFacts {
  /** What this factor has just offered. */
  methods: readonly Readiness[];
  /** A paired browser has proven that the prompt is open in it. */
  present: boolean;
  /** Null where nobody is asked for anything, or no longer. */
  wishes: Wishes | null;
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
  /** How each of its methods stands for a person, the strongest first; also one that is not enrolled. */
  readiness(asked: Asked): Promise<Readiness[]>;
  /** What the prompt shows of it alone. */
  part(look: Look, facts: PartFacts): Promise<Partial<FactorParts>>;
  /** A device has proven that the prompt is open in its browser. */
  present(tx: Tx, transaction: Transaction): Promise<void>;
  /** Another factor was chosen, or has succeeded: takes back what waits for an answer. */
  withdraw(tx: Tx, transaction: Transaction): Promise<void>;
  /** Ends what time has ended. */
  expire(tx: Tx): Promise<void>;
}
