import { type Kysely, sql } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';
import { BYPASS_NAME, PRINTED_NAME } from '../../lib/protocol/passcodes.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import type { Floor } from '../room.ts';
import { tokenName } from './outcome.ts';

/** Something whose codes a person may type. */
export interface Holding {
  kind: 'browser' | 'token' | 'printed' | 'bypass';
  name: string;
  /** False for a browser that was sent its secret and has not shown yet that it has it. */
  ready: boolean;
}

interface HoldingRow {
  kind: Holding['kind'];
  /** The browser's name, or the token's serial. */
  name: string | null;
  state: string;
}

const heldBy = statement<{ user: UserId; now: number }>()(
  (_query, { user, now }) => sql<HoldingRow>`
  SELECT 'browser' AS kind, devices.name AS name, tokens.state AS state
    FROM tokens JOIN devices ON devices.id = tokens.device_id
    WHERE tokens.user_id = ${user} AND devices.status = 'active'
  UNION ALL SELECT 'token', serial, state FROM tokens WHERE user_id = ${user} AND device_id IS NULL
  UNION ALL SELECT 'printed', NULL, 'ready' WHERE EXISTS (
    SELECT 1 FROM printed_codes WHERE user_id = ${user} AND used_at IS NULL)
  UNION ALL SELECT 'bypass', NULL, 'ready' WHERE EXISTS (
    SELECT 1 FROM bypass_codes WHERE user_id = ${user} AND uses_left > 0
      AND (expires_at IS NULL OR expires_at > ${now}))`,
);

const hadAny = statement<{ user: UserId }>()(
  (_query, { user }) => sql<{ had: number }>`
  SELECT 1 AS had WHERE EXISTS (SELECT 1 FROM printed_codes WHERE user_id = ${user})
    OR EXISTS (SELECT 1 FROM audit WHERE user_id = ${user} AND event = 'token.assigned')`,
);

/** What people have, in one statement for each look at the prompt. */
export function createHoldings({ clock }: Pick<Floor, 'clock'>) {
  return {
    async of(query: Kysely<Schema>, user: UserId): Promise<Holding[]> {
      const rows = await heldBy(query, { user, now: clock.now() });
      return rows.map(({ kind, name, state }) => ({
        kind,
        name: called(kind, name),
        ready: state === 'ready',
      }));
    },
    /** Whether the person ever had some that outlast a telephone call, also what has ended since. */
    had: async (query: Kysely<Schema>, user: UserId): Promise<boolean> =>
      (await hadAny(query, { user })).length > 0,
  };
}

function called(kind: Holding['kind'], name: string | null): string {
  if (kind === 'printed') return PRINTED_NAME;
  if (kind === 'bypass') return BYPASS_NAME;
  return kind === 'token' ? tokenName(name ?? '') : (name ?? '');
}
