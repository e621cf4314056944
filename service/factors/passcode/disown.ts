import type { Kysely } from 'kysely';
import type { DeviceId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';
import type { Tx } from '../../room.ts';

/** A paired browser that asked for a sign-in or step-up or approved it, and when. */
interface Party {
  device: DeviceId;
  since: number;
}

/** What taking back printed codes needs of other rooms. */
export interface DisownNeeds {
  passcodes: {
    printed: { end(tx: Tx, ended: { user: UserId; since: number; reason: 'disowned' }): Promise<boolean> };
  };
  devices: { find(query: Kysely<Schema>, id: DeviceId): Promise<{ user_id: UserId } | null> };
  stepUp: { askerOf(tx: Tx, transaction: TransactionId): Promise<Party | null> };
}

/** The person disowns a sign-in or step-up: codes that were printed since may be in somebody else's hands. */
export function createDisown({ passcodes, devices, stepUp }: DisownNeeds) {
  return async function disown(tx: Tx, transaction: TransactionId, approver: Party): Promise<void> {
    const device = await devices.find(tx.query, approver.device);
    if (!device) return;
    const asker = await stepUp.askerOf(tx, transaction);
    const since = Math.min(approver.since, asker?.since ?? approver.since);
    await passcodes.printed.end(tx, { user: device.user_id, since, reason: 'disowned' });
  };
}
