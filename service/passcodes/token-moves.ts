import { type Kysely, sql } from 'kysely';
import type { TokenId, UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';
import type { Resync } from './match.ts';

/** For a WHERE: a browser's codes end with the browser. */
const standing = sql<boolean>`(tokens.device_id IS NULL OR EXISTS (
  SELECT 1 FROM devices WHERE devices.id = tokens.device_id AND devices.status = 'active'))`;

/** Everything whose codes the person may type, each with what it is called. */
export const tokensOf = statement<{ user: UserId }>()((query, { user }) =>
  query
    .selectFrom('tokens')
    .leftJoin('devices', 'devices.id', 'tokens.device_id')
    .selectAll('tokens')
    .select('devices.name as device_name')
    .where('tokens.user_id', '=', user)
    .where('tokens.state', '=', 'ready')
    .where((row) => row.or([row('tokens.device_id', 'is', null), row('devices.status', '=', 'active')]))
    .orderBy('tokens.created_at'),
);

interface Acceptance {
  id: TokenId;
  user: UserId;
  counter: number;
  now: number;
}

const accept = (query: Kysely<Schema>, { id, user, counter, now }: Acceptance) =>
  query
    .updateTable('tokens')
    .set({
      counter: sql<number>`${counter} + 1`,
      resync_next: null,
      resync_hits: 0,
      resync_since: null,
      last_used_at: now,
    })
    .where('id', '=', id)
    .where('user_id', '=', user)
    .where('state', '=', 'ready')
    .where('counter', '<=', counter)
    .where(standing);

/** The one statement by which a code counts (§6.3): whoever comes second finds the counter beyond it. */
export const acceptCode = change<Acceptance>()(accept);

/** The same for the last of the codes that bring a token back into step, if no other try has come between. */
export const acceptResync = change<Acceptance & { hits: number }>()((query, { hits, ...acceptance }) =>
  accept(query, acceptance).where('resync_next', '=', acceptance.counter).where('resync_hits', '=', hits),
);

interface ResyncMove extends Resync {
  id: TokenId;
  /** As the guess found it; another guess in between leaves nothing to go on with. */
  seenCounter: number;
  seenNext: number | null;
  seenHits: number;
}

export const moveResync = change<ResyncMove>()((query, move) =>
  query
    .updateTable('tokens')
    .set({
      resync_next: move.resync_next,
      resync_hits: move.resync_hits,
      resync_since: move.resync_since,
    })
    .where('id', '=', move.id)
    .where('counter', '=', move.seenCounter)
    .where('resync_hits', '=', move.seenHits)
    .where(sql<boolean>`resync_next IS ${move.seenNext}`),
);

/** A try of another kind came between. */
export const endResyncs = change<{ user: UserId }>()((query, { user }) =>
  query
    .updateTable('tokens')
    .set({ resync_next: null, resync_hits: 0, resync_since: null })
    .where('user_id', '=', user)
    .where('resync_hits', '>', 0),
);
