import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import { type DeviceId, OWN_APPLICATION, type TransactionId, type UserId } from '../../lib/protocol/ids.ts';
import type { StepUpPurpose } from '../../lib/protocol/step-up.ts';
import type { Schema } from '../db/schema.ts';
import type { AuditEntry } from '../room.ts';
import type { StepUpNeeds } from './needs.ts';

/** Whose proof it is, and for what. */
export interface Asked {
  user: UserId;
  /** The paired browser that asks, and that alone may use the proof. */
  device: DeviceId;
  purpose: StepUpPurpose;
}

/** @throws `user_disabled` */
export async function requireActive(
  users: StepUpNeeds['users'],
  query: Kysely<Schema>,
  user: UserId,
): Promise<void> {
  if ((await users.find(query, user))?.status !== 'active') throw new Refusal('user_disabled');
}

/** How the audit log tells of a step-up. */
export const entryOf = (
  event: string,
  { transaction, user, device, purpose }: Asked & { transaction: TransactionId },
): AuditEntry => ({ event, reason: purpose, user, device, application: OWN_APPLICATION, transaction });
