import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import type { Audit, Tx } from '../room.ts';

export type Credential = Row<'credentials'>;

export interface Happened {
  event: string;
  reason?: string;
  alert?: boolean;
  /** The paired browser in which it was done; null where none was. */
  device?: DeviceId | null | undefined;
}

export type Tell = ReturnType<typeof createTell>;

/** Writes down what happened to a credential, and lets its owner's browsers read anew. */
export function createTell({ audit }: { audit: Audit }) {
  return async function tell(tx: Tx, row: Credential, { event, reason, alert, device }: Happened) {
    await audit.record(tx, {
      event,
      ...(reason && { reason }),
      ...(alert && { alert }),
      ...(device && { device }),
      user: row.user_id,
      detail: { about: row.name, credential: row.id, kind: row.kind },
    });
    tx.changed(`user:${row.user_id}`);
  };
}
