import type { Kysely } from 'kysely';
import { type DeviceId, OWN_APPLICATION, type TransactionId, type UserId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { PortalNeeds } from './needs.ts';

type SignIn = Row<'transactions'>;

/** A sign-in that opens the portal. */
export interface Opener {
  signIn: SignIn;
  user: UserId;
  /** The paired browser that approved it, or else one that shows its prompt; null where there is none. */
  device: DeviceId | null;
}

/**
 * Which approvals open the portal. What can be read out to somebody else opens nothing: no code, and no number that
 * was typed on another device. Nor does trust, which shows that the browser is the same, and not who sits before it.
 */
export function createOpenedBy({
  prompt,
  transactions,
  stepUp,
}: Pick<PortalNeeds, 'prompt' | 'transactions' | 'stepUp'>) {
  /** An authenticator, or an approval by the very browser that shows the prompt. */
  async function isProvenHere(query: Kysely<Schema>, { id, factor, device_id }: SignIn): Promise<boolean> {
    if (factor === 'platform' || factor === 'security_key') return true;
    if (factor !== 'push' || !device_id) return false;
    return prompt.isPresent(query, { transaction: id, device: device_id });
  }

  /** A step-up for something else is good for that alone. */
  async function isMeantSo(query: Kysely<Schema>, { id, application_id }: SignIn): Promise<boolean> {
    return application_id !== OWN_APPLICATION || (await stepUp.purposeOf(query, id)) === 'portal_open';
  }

  /** Null where its approval opens nothing, or where it has gone on to its site. */
  return async function openedBy(query: Kysely<Schema>, id: TransactionId): Promise<Opener | null> {
    const signIn = await transactions.approved(query, id);
    const user = signIn?.user_id;
    if (!signIn || !user) return null;
    if (!(await isProvenHere(query, signIn)) || !(await isMeantSo(query, signIn))) return null;
    const device = signIn.device_id ?? (await prompt.presentDevice(query, id))?.id ?? null;
    return { signIn, user, device };
  };
}

export type OpenedBy = ReturnType<typeof createOpenedBy>;
