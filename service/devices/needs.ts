import type { Kysely, RawBuilder } from 'kysely';
import type { DeviceId, UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import type { Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** What devices need of other rooms. */
export interface DevicesNeeds {
  /** For a statement's WHERE: the person can sign in by something else than this. */
  anotherWay(query: Kysely<Schema>, own: { id: string; user: UserId }): Promise<RawBuilder<boolean>>;
  sealing: Pick<Sealing, 'derive'>;
  trust: {
    /** Ends the trust that the device's key stands for. */
    deviceEnded(tx: Tx, device: DeviceId, reason: 'device_removed' | 'device_suspended'): Promise<unknown>;
  };
}
