import * as v from 'valibot';
import type { DeviceId } from '../protocol/ids.ts';
import { MethodsView } from '../protocol/methods.ts';
import type { Database } from './database.ts';

/** What an account's service told last about the person's methods, and when, in milliseconds. */
export const KnownMethods = v.object({ view: MethodsView, at: v.number() });
export type KnownMethods = v.InferOutput<typeof KnownMethods>;

/** To be read where the service is out of reach; nothing is decided by it. */
export function createKnownMethods(database: () => Promise<Database>) {
  return {
    /** Null where there is none, or only one that an older version of this extension understood. */
    async find(device: DeviceId): Promise<KnownMethods | null> {
      const known = v.safeParse(KnownMethods, await (await database()).get('methods', device));
      return known.success ? known.output : null;
    },

    /** In the place of the one before. An answer may come after its account was forgotten. */
    async keep(device: DeviceId, known: KnownMethods): Promise<void> {
      const transaction = (await database()).transaction(['accounts', 'methods'], 'readwrite');
      const account = await transaction.objectStore('accounts').getKey(device);
      if (account !== undefined) await transaction.objectStore('methods').put(known, device);
      await transaction.done;
    },
  };
}
