import type { Kysely, RawBuilder } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';

/** What devices need of other rooms. */
export interface DevicesNeeds {
  /** For a statement's WHERE: the person can sign in by something else than this. */
  anotherWay(query: Kysely<Schema>, own: { id: string; user: UserId }): Promise<RawBuilder<boolean>>;
}
