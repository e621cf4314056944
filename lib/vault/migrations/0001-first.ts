import type { Migration } from './migration.ts';

/** Names are written out: this stays as it is when the stores of today change. */
export const first: Migration = (database) => {
  database.createObjectStore('header');
  const labels = database.createObjectStore('labels', { keyPath: 'id' });
  // At most one entry per paired account; found by it also while locked.
  labels.createIndex('device', 'device', { unique: true });
  database.createObjectStore('secrets', { keyPath: 'id' });
  database.createObjectStore('counters');
};
