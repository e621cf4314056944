/** Trusted browsers and the cookies that stand for some of them, the chained nonces of devices, the portal's sessions. */
export const trustedBrowsers = {
  name: '0004-trusted-browsers',
  statements: [
    `ALTER TABLE devices ADD COLUMN chain TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE users ADD COLUMN trust_from INTEGER NOT NULL DEFAULT 0`,
    `CREATE TABLE trust_families (
      id TEXT PRIMARY KEY, series_hash TEXT NOT NULL, chain TEXT NOT NULL, browser TEXT NOT NULL,
      created_at INTEGER NOT NULL, ended_at INTEGER)`,
    `CREATE TABLE trusts (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, application_id TEXT, device_id TEXT, family_id TEXT,
      browser TEXT NOT NULL, transaction_id TEXT NOT NULL, created_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL, used_address TEXT NOT NULL, expires_at INTEGER NOT NULL,
      ended_at INTEGER, end_reason TEXT,
      CHECK ((device_id IS NULL) <> (family_id IS NULL)))`,
    // One trust for one person, browser and scope, however many tabs answer at once.
    `CREATE UNIQUE INDEX trusts_standing ON trusts
      (user_id, COALESCE(device_id, family_id), COALESCE(application_id, '')) WHERE ended_at IS NULL`,
    `CREATE INDEX trusts_device ON trusts (device_id) WHERE ended_at IS NULL AND device_id IS NOT NULL`,
    `CREATE INDEX trusts_family ON trusts (family_id) WHERE ended_at IS NULL AND family_id IS NOT NULL`,
    `CREATE INDEX trusts_transaction ON trusts (transaction_id) WHERE ended_at IS NULL`,
    `CREATE TABLE portal_sessions (
      hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, device_id TEXT, transaction_id TEXT,
      created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL)`,
  ],
} as const;
