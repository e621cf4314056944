import * as v from 'valibot';
import type { Account } from './account.ts';
import type { Database } from './database.ts';
import { type PairingStep, PendingPairing } from './pending-pairing.ts';

const CURRENT = 'current';

interface From {
  attempt: string;
  step: PairingStep;
}

/** The one pairing that may be under way. Every step is a conditional change: of two that try, one wins. */
export function createPairings(database: () => Promise<Database>) {
  /** Null when the pairing is no longer at `from`. An account comes into being together with its last step. */
  async function advance(from: From, change: Partial<PendingPairing>, account?: Account) {
    const transaction = (await database()).transaction(['pairings', 'accounts'], 'readwrite', {
      durability: 'strict',
    });
    const row = await transaction.objectStore('pairings').get(CURRENT);
    const pairing = row === undefined ? null : v.parse(PendingPairing, row);
    const isAt = pairing?.attempt === from.attempt && pairing.step === from.step;
    const next = isAt ? { ...pairing, ...change } : null;
    if (next) await transaction.objectStore('pairings').put(next, CURRENT);
    if (next && account) await transaction.objectStore('accounts').put(account, account.device);
    await transaction.done;
    return next;
  }

  return {
    async current(): Promise<PendingPairing | null> {
      const row = await (await database()).get('pairings', CURRENT);
      return row === undefined ? null : v.parse(PendingPairing, row);
    },

    /** Puts a new one in the place of whatever was there. */
    async begin(pairing: PendingPairing): Promise<void> {
      await (await database()).put('pairings', pairing, CURRENT);
    },

    async forget(): Promise<void> {
      await (await database()).delete('pairings', CURRENT);
    },

    advance: (from: From, change: Partial<PendingPairing>) => advance(from, change),
    finish: (from: From, account: Account) => advance(from, { step: 'done' }, account),
  };
}
