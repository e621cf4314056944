/** Authenticators, the step-up that guards them, and the mails that tell of them. */
export const securityKeys = {
  name: '0002-security-keys',
  statements: [
    `CREATE TABLE credentials (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, raw_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
      name TEXT NOT NULL, public_key BLOB NOT NULL, algorithm INTEGER NOT NULL, sign_count INTEGER NOT NULL,
      verifies INTEGER NOT NULL, transports TEXT NOT NULL, backup_eligible INTEGER NOT NULL,
      backed_up INTEGER NOT NULL, aaguid TEXT NOT NULL, transaction_id TEXT NOT NULL, device_id TEXT,
      clone_suspected_at INTEGER, created_at INTEGER NOT NULL, last_used_at INTEGER, removed_at INTEGER)`,
    `CREATE INDEX credentials_user ON credentials (user_id)`,
    `CREATE TABLE challenges (
      challenge TEXT PRIMARY KEY, purpose TEXT NOT NULL, user_id TEXT NOT NULL, transaction_id TEXT NOT NULL,
      device_id TEXT, push_id TEXT, kind TEXT NOT NULL, ticket_hash TEXT UNIQUE, taken_at INTEGER,
      expires_at INTEGER NOT NULL)`,
    `CREATE INDEX challenges_expiry ON challenges (expires_at)`,
    `CREATE INDEX challenges_transaction ON challenges (transaction_id)`,
    `CREATE INDEX challenges_device ON challenges (device_id) WHERE device_id IS NOT NULL`,
    `CREATE TABLE step_ups (
      transaction_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, device_id TEXT NOT NULL, purpose TEXT NOT NULL,
      opening_hash TEXT UNIQUE, opening_until INTEGER NOT NULL, granted_at INTEGER, created_at INTEGER NOT NULL)`,
    `CREATE INDEX step_ups_created ON step_ups (created_at)`,
    `CREATE TABLE outbox (
      id TEXT PRIMARY KEY, audience TEXT NOT NULL, user_id TEXT, recipient TEXT NOT NULL, subject TEXT NOT NULL,
      text TEXT NOT NULL, html TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
      next_at INTEGER NOT NULL, created_at INTEGER NOT NULL, sent_at INTEGER)`,
    `CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('waiting', 'sending')`,
    `CREATE INDEX outbox_created ON outbox (created_at)`,
    `ALTER TABLE transactions ADD COLUMN device_name TEXT`,
    `CREATE VIEW methods AS
      SELECT user_id, 'push' AS kind, id FROM devices WHERE status = 'active'
      UNION ALL SELECT user_id, kind, id FROM credentials WHERE removed_at IS NULL`,
  ],
} as const;
