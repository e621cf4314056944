import type { IDBPDatabase } from 'idb';

/**
 * One step from one version of the database to the next. All that are due run in one transaction of the browser's:
 * all or none. A step that was published is never edited; a frozen example of its outcome is in `tests/vectors/vault`.
 */
export type Migration = (database: IDBPDatabase<unknown>) => void;
