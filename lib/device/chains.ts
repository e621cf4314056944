import * as v from 'valibot';
import type { DeviceId } from '../protocol/ids.ts';
import { ChainToken } from '../protocol/proof.ts';
import type { Database } from './database.ts';

const Held = v.optional(ChainToken);

/**
 * The chained nonce that each account holds. It is never kept in memory: whoever makes a proof reads it anew, since
 * another call may have brought the next one.
 */
export function createChains(database: () => Promise<Database>) {
  return {
    /** Null before the service has given one. */
    async held(device: DeviceId): Promise<string | null> {
      return v.parse(Held, await (await database()).get('chains', device)) ?? null;
    },

    /**
     * Takes the successor of the nonce that a call carried, if that one is still held: of the answers to several calls
     * only one counts, in whichever order they come. It is on the disk before anything is sent with it, so a power loss
     * cannot bring back a nonce that was outlived.
     */
    async adopt(
      device: DeviceId,
      { carried, successor }: { carried: string | null; successor: string },
    ): Promise<void> {
      const transaction = (await database()).transaction(['accounts', 'chains'], 'readwrite', {
        durability: 'strict',
      });
      const chains = transaction.objectStore('chains');
      const held = (await chains.get(device)) ?? null;
      // An answer may come after its account was forgotten.
      const known = (await transaction.objectStore('accounts').getKey(device)) !== undefined;
      if (known && held === carried) await chains.put(successor, device);
      await transaction.done;
    },
  };
}
export type Chains = ReturnType<typeof createChains>;
