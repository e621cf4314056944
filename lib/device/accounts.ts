import * as v from 'valibot';
import type { DeviceId } from '../protocol/ids.ts';
import { Account } from './account.ts';
import type { Database } from './database.ts';

/** The accounts of this browser. Everything written is on the disk when the promise resolves. */
export function createAccounts(database: () => Promise<Database>) {
  return {
    async list(): Promise<Account[]> {
      return v.parse(v.array(Account), await (await database()).getAll('accounts'));
    },

    async find(device: DeviceId): Promise<Account | null> {
      const row = await (await database()).get('accounts', device);
      return row === undefined ? null : v.parse(Account, row);
    },

    /** Reads and writes in one transaction. Nothing happens when the account is gone, or the change answers null. */
    async change(device: DeviceId, change: (account: Account) => Account | null): Promise<void> {
      const transaction = (await database()).transaction('accounts', 'readwrite', { durability: 'strict' });
      const row = await transaction.store.get(device);
      const changed = row === undefined ? null : change(v.parse(Account, row));
      if (changed) await transaction.store.put(changed, device);
      await transaction.done;
    },

    async remove(device: DeviceId): Promise<void> {
      const tables = ['accounts', 'chains', 'methods'] as const;
      const transaction = (await database()).transaction(tables, 'readwrite', { durability: 'strict' });
      for (const table of tables) await transaction.objectStore(table).delete(device);
      await transaction.done;
    },
  };
}
