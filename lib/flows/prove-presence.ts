import { Refusal } from '../protocol/errors.ts';
import type { TransactionId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import { rememberPrompt } from './prompt-tabs.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

export interface SeenPrompt {
  transaction: TransactionId;
  challenge: string;
  tab: number;
  /** The exact origin of the page, with its port, as the browser vouches for it. */
  origin: string;
}

/**
 * Ties a prompt that is open in this browser to this device, by one request that carries both the device's proof and
 * the transaction's own cookie. Several accounts may live at one origin; the service knows whose sign-in it is.
 */
export async function provePresence(
  rooms: Rooms,
  { transaction, challenge, tab, origin }: SeenPrompt,
): Promise<void> {
  const accounts = (await rooms.device.accounts.list()).filter(
    (account) => account.origin === origin && account.status === 'active',
  );
  if (accounts.length === 0) throw new Refusal('not_paired');
  await rememberPrompt(rooms, { tab, transaction });
  const proofs = accounts.map(({ device }) =>
    callAs(rooms, device, (account) =>
      twice(() => rooms.device.presence(account, { transaction, challenge })),
    ),
  );
  const outcomes = await Promise.allSettled(proofs);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (refused.length === outcomes.length) throw refused[0]?.reason;
}
