/** Codes that people type: of paired browsers, hardware tokens, printed lists and the help desk. */
export const passcodes = {
  name: '0003-passcodes',
  statements: [
    `CREATE TABLE tokens (
      id TEXT PRIMARY KEY, user_id TEXT, device_id TEXT, serial TEXT UNIQUE, type TEXT NOT NULL,
      period INTEGER NOT NULL, secret BLOB NOT NULL, state TEXT NOT NULL, counter INTEGER NOT NULL,
      resync_next INTEGER, resync_hits INTEGER NOT NULL, resync_since INTEGER,
      created_at INTEGER NOT NULL, last_used_at INTEGER)`,
    `CREATE INDEX tokens_user ON tokens (user_id) WHERE user_id IS NOT NULL`,
    `CREATE UNIQUE INDEX tokens_device ON tokens (device_id, state) WHERE device_id IS NOT NULL`,
    `CREATE TABLE printed_codes (
      user_id TEXT NOT NULL, hash TEXT NOT NULL, used_at INTEGER, created_at INTEGER NOT NULL,
      PRIMARY KEY (user_id, hash))`,
    `CREATE TABLE bypass_codes (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, hash TEXT NOT NULL, uses_left INTEGER NOT NULL,
      expires_at INTEGER, created_at INTEGER NOT NULL, UNIQUE (user_id, hash))`,
    // One list of tokens writes thousands of mails, each held against those about the same person.
    `CREATE INDEX outbox_user ON outbox (user_id, created_at)`,
    `DROP VIEW methods`,
    `CREATE VIEW methods AS
      SELECT user_id, 'push' AS kind, id FROM devices WHERE status = 'active'
      UNION ALL SELECT user_id, kind, id FROM credentials WHERE removed_at IS NULL
      UNION ALL SELECT user_id, 'passcode' AS kind, id FROM tokens WHERE user_id IS NOT NULL AND device_id IS NULL`,
  ],
} as const;
