import type { Kysely } from 'kysely';
import type { ApplicationId, TrustId, UserId } from '../../../lib/protocol/ids.ts';
import type { Row, Schema } from '../../db/schema.ts';
import type { Floor } from '../../room.ts';
import { createEndings } from './endings.ts';
import { type Holder, holderOf } from './holder.ts';
import { createMake } from './make.ts';
import type { TrustNeeds } from './needs.ts';
import { createStricter } from './stricter.ts';
import { createUse } from './use.ts';

/** A browser that its person trusts. */
export interface StandingTrust {
  id: TrustId;
  holder: Holder;
  browser: string;
  /** Null: all applications. */
  application: { id: ApplicationId; name: string } | null;
  since: number;
  until: number;
  usedAt: number;
  usedAddress: string;
}

/** Which browsers are trusted, by whom, for what and until when; and what ends it. */
export function createTrust(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  needs: TrustNeeds,
) {
  const { end, ...endings } = createEndings({ clock, audit });

  return {
    ...endings,
    policyChanged: createStricter({ clock }, { needs, end }),
    use: createUse({ clock }),
    make: createMake({ clock, random, audit }, { needs, end }),

    /** A person's trusted browsers, the one that was used last first. */
    async list(query: Kysely<Schema>, user: UserId): Promise<StandingTrust[]> {
      const rows = await query
        .selectFrom('trusts')
        .leftJoin('applications', 'applications.id', 'trusts.application_id')
        .leftJoin('devices', 'devices.id', 'trusts.device_id')
        .selectAll('trusts')
        .select(['applications.name as application', 'devices.name as device'])
        .where('trusts.user_id', '=', user)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', clock.now())
        .orderBy('used_at', 'desc')
        .orderBy('trusts.id')
        .execute();
      return rows.map(toStanding);
    },
  };
}

interface Listed extends Row<'trusts'> {
  /** Their names. */
  application: string | null;
  device: string | null;
}

const toStanding = (row: Listed): StandingTrust => ({
  id: row.id,
  holder: holderOf(row),
  // A paired browser may have been renamed since.
  browser: row.device ?? row.browser,
  application: row.application_id && { id: row.application_id, name: row.application ?? row.application_id },
  since: row.created_at,
  until: row.expires_at,
  usedAt: row.used_at,
  usedAddress: row.used_address,
});
