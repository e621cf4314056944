import type { Kysely } from 'kysely';
import type { ApplicationId, DeviceId, UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';

/** What the outbox needs of other rooms. */
export interface OutboxNeeds {
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<{ username: string; email: string | null } | null>;
  };
  devices: { find(query: Kysely<Schema>, id: DeviceId): Promise<{ name: string } | null> };
  applications: { find(id: ApplicationId): Promise<{ name: string } | null> };
  /** `helpDesk`: the operator's own words on where to turn to. */
  policies: { show(scope: 'global'): Promise<{ helpDesk?: string | undefined }> };
}
