import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** Rows are read through their rooms' schemas, so here they are unknown. */
interface Tables extends DBSchema {
  accounts: { key: string; value: unknown };
  pairings: { key: 'current'; value: unknown };
  /** By the device's id. */
  chains: { key: string; value: unknown };
  /** By the device's id. */
  methods: { key: string; value: unknown };
}
export type Database = IDBPDatabase<Tables>;

const NAME = 'countersign';
const VERSION = 3;

/** Opens at first use, and again when the browser closed it. */
export function createDatabase(): () => Promise<Database> {
  let opened: Promise<Database> | null = null;
  const forget = () => {
    opened = null;
  };
  const open = () =>
    openDB<Tables>(NAME, VERSION, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore('accounts');
          database.createObjectStore('pairings');
        }
        if (from < 2) database.createObjectStore('chains');
        database.createObjectStore('methods');
      },
      // A newer version of this extension waits for us in another context.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
  return () => {
    opened ??= open().catch((error: unknown) => {
      forget();
      throw error;
    });
    return opened;
  };
}
