import type { Account } from '../device/device.ts';
import { Refusal } from '../protocol/errors.ts';
import type { TransactionId } from '../protocol/ids.ts';
import { speakAs } from './call-as.ts';
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
 * the transaction's own cookie. Several accounts may live at one origin; the service knows whose sign-in it is, and may
 * let it pass without asking where this browser is trusted.
 */
export async function provePresence(rooms: Rooms, prompt: SeenPrompt): Promise<void> {
  const { transaction, tab, origin } = prompt;
  const accounts = (await rooms.device.accounts.list()).filter(
    (account) => account.origin === origin && account.status === 'active',
  );
  if (accounts.length === 0) throw new Refusal('not_paired');
  const [outcomes] = await Promise.all([
    Promise.allSettled(accounts.map((account) => prove(rooms, account, prompt))),
    rememberPrompt(rooms, { tab, transaction }),
  ]);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (refused.length === outcomes.length) throw refused[0]?.reason;
}

/** What passed without asking shall not pass unseen, so it is remembered before anything else. */
const prove = (rooms: Rooms, account: Account, { transaction, challenge }: SeenPrompt): Promise<void> =>
  speakAs(rooms, account, async () => {
    const { trusted } = await twice(() => rooms.device.presence(account, { transaction, challenge }));
    if (trusted === null) return;
    await rooms.trust.remember(account.device, trusted);
    rooms.ports.broadcast.changed();
  });
