-- A database as release 0006 wrote it. Frozen: never edited once released.
CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE signing_keys (
  id TEXT PRIMARY KEY, role TEXT NOT NULL, public_key TEXT NOT NULL, private_key BLOB NOT NULL,
  created_at INTEGER NOT NULL);
CREATE UNIQUE INDEX signing_keys_role ON signing_keys (role) WHERE role <> 'retired';
CREATE TABLE applications (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, client_secret BLOB NOT NULL, redirect_uris TEXT NOT NULL,
  any_redirect INTEGER NOT NULL, enabled INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE users (
  id TEXT PRIMARY KEY, username TEXT NOT NULL, username_key TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL, email TEXT, status TEXT NOT NULL, failures INTEGER NOT NULL,
  locked_at INTEGER, locked_until INTEGER, created_at INTEGER NOT NULL);
CREATE TABLE policies (scope TEXT PRIMARY KEY, settings TEXT NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE invitations (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id), kind TEXT NOT NULL,
  token_hash TEXT UNIQUE, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  used_at INTEGER, voided_at INTEGER);
CREATE INDEX invitations_user ON invitations (user_id);
CREATE TABLE pairings (
  id TEXT PRIMARY KEY, invitation_id TEXT NOT NULL REFERENCES invitations (id),
  user_id TEXT NOT NULL REFERENCES users (id), transaction_id TEXT, secret_hash TEXT,
  code_hash TEXT NOT NULL UNIQUE, state TEXT NOT NULL, revision INTEGER NOT NULL, browser TEXT,
  sign_key TEXT, receive_key TEXT, commitment TEXT, service_nonce TEXT, device_nonce TEXT,
  service_keys TEXT, page_confirmed INTEGER NOT NULL, device_confirmed INTEGER NOT NULL,
  contested INTEGER NOT NULL, device_id TEXT, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
CREATE INDEX pairings_invitation ON pairings (invitation_id);
CREATE INDEX pairings_transaction ON pairings (transaction_id);
CREATE TABLE devices (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id), name TEXT NOT NULL,
  sign_key TEXT NOT NULL UNIQUE, receive_key TEXT NOT NULL, status TEXT NOT NULL,
  created_at INTEGER NOT NULL);
CREATE INDEX devices_user ON devices (user_id, status);
CREATE TABLE proofs (
  device_id TEXT NOT NULL, jti TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (device_id, jti));
CREATE INDEX proofs_expiry ON proofs (expires_at);
CREATE TABLE transactions (
  id TEXT PRIMARY KEY, application_id TEXT NOT NULL, user_id TEXT, cookie_hash TEXT NOT NULL,
  challenge TEXT NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL, refusal TEXT,
  username TEXT NOT NULL, redirect_uri TEXT NOT NULL, site_state TEXT NOT NULL, nonce TEXT,
  duo_code INTEGER NOT NULL, request_hash TEXT NOT NULL UNIQUE, address TEXT NOT NULL,
  user_agent TEXT NOT NULL, factor TEXT, device_id TEXT, approved_at INTEGER,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
CREATE TABLE presences (
  transaction_id TEXT NOT NULL, device_id TEXT NOT NULL, recorded_at INTEGER NOT NULL,
  PRIMARY KEY (transaction_id, device_id));
CREATE TABLE pushes (
  id TEXT PRIMARY KEY, transaction_id TEXT NOT NULL, user_id TEXT NOT NULL, application_id TEXT NOT NULL,
  state TEXT NOT NULL, kind TEXT NOT NULL, nonce TEXT NOT NULL, digits INTEGER NOT NULL,
  can_show_number INTEGER NOT NULL, reason TEXT, elsewhere_refused INTEGER NOT NULL,
  decided_by TEXT, decided_at INTEGER, disowned_at INTEGER, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
CREATE INDEX pushes_user ON pushes (user_id, created_at);
CREATE INDEX pushes_transaction ON pushes (transaction_id, created_at);
CREATE INDEX pushes_pending ON pushes (expires_at) WHERE state = 'pending';
CREATE TABLE mutes (
  user_id TEXT NOT NULL, application_id TEXT NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (user_id, application_id));
CREATE TABLE codes (
  hash TEXT PRIMARY KEY, transaction_id TEXT NOT NULL, state TEXT NOT NULL,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
CREATE INDEX codes_transaction ON codes (transaction_id);
CREATE TABLE assertions (
  application_id TEXT NOT NULL, jti TEXT NOT NULL, expires_at INTEGER NOT NULL,
  PRIMARY KEY (application_id, jti));
CREATE INDEX assertions_expiry ON assertions (expires_at);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, alert INTEGER NOT NULL, reason TEXT,
  user_id TEXT, application_id TEXT, device_id TEXT, transaction_id TEXT, detail TEXT);
CREATE INDEX audit_user ON audit (user_id, event, at);
CREATE INDEX audit_alert ON audit (at) WHERE alert = 1;
CREATE TABLE credentials (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL, raw_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  name TEXT NOT NULL, public_key BLOB NOT NULL, algorithm INTEGER NOT NULL, sign_count INTEGER NOT NULL,
  verifies INTEGER NOT NULL, transports TEXT NOT NULL, backup_eligible INTEGER NOT NULL,
  backed_up INTEGER NOT NULL, aaguid TEXT NOT NULL, transaction_id TEXT NOT NULL, device_id TEXT,
  clone_suspected_at INTEGER, created_at INTEGER NOT NULL, last_used_at INTEGER, removed_at INTEGER);
CREATE INDEX credentials_user ON credentials (user_id);
CREATE TABLE challenges (
  challenge TEXT PRIMARY KEY, purpose TEXT NOT NULL, user_id TEXT NOT NULL, transaction_id TEXT NOT NULL,
  device_id TEXT, push_id TEXT, kind TEXT NOT NULL, ticket_hash TEXT UNIQUE, taken_at INTEGER,
  expires_at INTEGER NOT NULL);
CREATE INDEX challenges_expiry ON challenges (expires_at);
CREATE INDEX challenges_transaction ON challenges (transaction_id);
CREATE INDEX challenges_device ON challenges (device_id) WHERE device_id IS NOT NULL;
CREATE TABLE step_ups (
  transaction_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, device_id TEXT NOT NULL, purpose TEXT NOT NULL,
  opening_hash TEXT UNIQUE, opening_until INTEGER NOT NULL, granted_at INTEGER, created_at INTEGER NOT NULL);
CREATE INDEX step_ups_created ON step_ups (created_at);
CREATE TABLE outbox (
  id TEXT PRIMARY KEY, audience TEXT NOT NULL, user_id TEXT, recipient TEXT NOT NULL, subject TEXT NOT NULL,
  text TEXT NOT NULL, html TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL, created_at INTEGER NOT NULL, sent_at INTEGER);
CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_created ON outbox (created_at);
CREATE INDEX outbox_user ON outbox (user_id, created_at);
ALTER TABLE transactions ADD COLUMN device_name TEXT;
CREATE VIEW methods AS
  SELECT user_id, 'push' AS kind, id FROM devices WHERE status = 'active'
  UNION ALL SELECT user_id, kind, id FROM credentials WHERE removed_at IS NULL;
CREATE TABLE tokens (
  id TEXT PRIMARY KEY, user_id TEXT, device_id TEXT, serial TEXT UNIQUE, type TEXT NOT NULL,
  period INTEGER NOT NULL, secret BLOB NOT NULL, state TEXT NOT NULL, counter INTEGER NOT NULL,
  resync_next INTEGER, resync_hits INTEGER NOT NULL, resync_since INTEGER,
  created_at INTEGER NOT NULL, last_used_at INTEGER);
CREATE INDEX tokens_user ON tokens (user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX tokens_device ON tokens (device_id, state) WHERE device_id IS NOT NULL;
CREATE TABLE printed_codes (
  user_id TEXT NOT NULL, hash TEXT NOT NULL, used_at INTEGER, created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, hash));
CREATE TABLE bypass_codes (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL, hash TEXT NOT NULL, uses_left INTEGER NOT NULL,
  expires_at INTEGER, created_at INTEGER NOT NULL, UNIQUE (user_id, hash));
DROP VIEW methods;
CREATE VIEW methods AS
  SELECT user_id, 'push' AS kind, id FROM devices WHERE status = 'active'
  UNION ALL SELECT user_id, kind, id FROM credentials WHERE removed_at IS NULL
  UNION ALL SELECT user_id, 'passcode' AS kind, id FROM tokens WHERE user_id IS NOT NULL AND device_id IS NULL;
ALTER TABLE devices ADD COLUMN chain TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN trust_from INTEGER NOT NULL DEFAULT 0;
CREATE TABLE trust_families (
  id TEXT PRIMARY KEY, series_hash TEXT NOT NULL, chain TEXT NOT NULL, browser TEXT NOT NULL,
  created_at INTEGER NOT NULL, ended_at INTEGER);
CREATE TABLE trusts (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL, application_id TEXT, device_id TEXT, family_id TEXT,
  browser TEXT NOT NULL, transaction_id TEXT NOT NULL, created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL, used_address TEXT NOT NULL, expires_at INTEGER NOT NULL,
  ended_at INTEGER, end_reason TEXT,
  CHECK ((device_id IS NULL) <> (family_id IS NULL)));
CREATE UNIQUE INDEX trusts_standing ON trusts
  (user_id, COALESCE(device_id, family_id), COALESCE(application_id, '')) WHERE ended_at IS NULL;
CREATE INDEX trusts_device ON trusts (device_id) WHERE ended_at IS NULL AND device_id IS NOT NULL;
CREATE INDEX trusts_family ON trusts (family_id) WHERE ended_at IS NULL AND family_id IS NOT NULL;
CREATE INDEX trusts_transaction ON trusts (transaction_id) WHERE ended_at IS NULL;
CREATE TABLE portal_sessions (
  hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, device_id TEXT, transaction_id TEXT,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
ALTER TABLE users ADD COLUMN status_until INTEGER;
CREATE INDEX users_status_end ON users (status_until) WHERE status_until IS NOT NULL;
CREATE TABLE groups (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
  status_until INTEGER, created_at INTEGER NOT NULL);
CREATE TABLE group_members (
  user_id TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY (user_id, group_id));
CREATE INDEX group_members_group ON group_members (group_id);
CREATE TABLE method_settings (
  user_id TEXT PRIMARY KEY, version INTEGER NOT NULL, settings TEXT NOT NULL,
  last_method TEXT, last_device_id TEXT, updated_at INTEGER NOT NULL);
ALTER TABLE pushes ADD COLUMN target_id TEXT;
ALTER TABLE invitations ADD COLUMN made_by TEXT NOT NULL DEFAULT 'operator';
ALTER TABLE invitations ADD COLUMN replaces TEXT;
ALTER TABLE invitations ADD COLUMN transaction_id TEXT;
ALTER TABLE invitations ADD COLUMN device_id TEXT;
ALTER TABLE transactions ADD COLUMN set_up_at INTEGER;
ALTER TABLE users ADD COLUMN status_after TEXT;
ALTER TABLE groups ADD COLUMN status_after TEXT;
ALTER TABLE transactions ADD COLUMN group_names TEXT;
CREATE VIEW people AS
  SELECT id, username, username_key, display_name, email,
    CASE
      WHEN status = 'bypass' THEN 'active'
      WHEN status = 'active' AND EXISTS (
        SELECT 1 FROM group_members AS member JOIN groups ON groups.id = member.group_id
        WHERE member.user_id = users.id AND groups.status = 'disabled') THEN 'disabled'
      ELSE status END AS status,
    CASE WHEN status = 'bypass' THEN status_until END AS status_until,
    status_after,
    CASE WHEN status = 'active' THEN (
      SELECT MAX(groups.status_until) FROM group_members AS member JOIN groups ON groups.id = member.group_id
      WHERE member.user_id = users.id AND groups.status = 'bypass') END AS group_bypass_until,
    failures, locked_at, locked_until, created_at, trust_from
  FROM users;
INSERT INTO migrations VALUES (1, '0001-foundation'), (2, '0002-security-keys'), (3, '0003-passcodes'), (4, '0004-trusted-browsers'), (5, '0005-methods'),
  (6, '0006-kept-as-it-was');
INSERT INTO users VALUES ('DUAAAAAAAAAAAAAAAAAA', 'alex', 'alex', 'Alex Rivera', 'alex@example.org', 'bypass', 0, NULL, NULL, 1767225600000, 0, 1769817600000, 'disabled');
INSERT INTO devices VALUES ('DBAAAAAAAAAAAAAAAAAA', 'DUAAAAAAAAAAAAAAAAAA', 'Chrome on Linux', '{"kty":"EC"}', '{"kty":"EC"}', 'active', 1767225600000,
  '{"current":2,"successorsFrom":3,"highest":2,"sparedFrom":1,"sparedTo":1,"since":1767225600000,"mintedAt":1767225600000}');
INSERT INTO credentials (id, user_id, raw_id, kind, name, public_key, algorithm, sign_count, verifies, transports,
  backup_eligible, backed_up, aaguid, transaction_id, device_id, created_at) VALUES ('WAAAAAAAAAAAAAAAAAAA', 'DUAAAAAAAAAAAAAAAAAA',
  'AAAA', 'security_key', 'Blue key', x'a0', -7, 1, 0, '["usb"]', 0, 0, '00000000-0000-0000-0000-000000000000',
  'AAAAAAAAAAAAAAAAAAAAAA', 'DBAAAAAAAAAAAAAAAAAA', 1767225600000);
INSERT INTO tokens (id, user_id, device_id, serial, type, period, secret, state, counter, resync_hits, created_at) VALUES
  ('DHAAAAAAAAAAAAAAAAAA', 'DUAAAAAAAAAAAAAAAAAA', NULL, 'A-0001', 'h6', 0, x'01', 'ready', 7, 0, 1767225600000),
  ('DHBBBBBBBBBBBBBBBBBB', 'DUAAAAAAAAAAAAAAAAAA', 'DBAAAAAAAAAAAAAAAAAA', NULL, 'h6', 0, x'01', 'ready', 1, 0, 1767225600000);
INSERT INTO printed_codes VALUES ('DUAAAAAAAAAAAAAAAAAA', 'AAAA', NULL, 1767225600000);
INSERT INTO bypass_codes VALUES ('BCAAAAAAAAAAAAAAAAAA', 'DUAAAAAAAAAAAAAAAAAA', 'BBBB', 1, NULL, 1767225600000);
INSERT INTO trust_families VALUES ('AAAAAAAAAAAAAAAAAAAAAA', 'CCCC', '', 'Firefox on Linux', 1767225600000, NULL);
INSERT INTO trusts VALUES
  ('TBAAAAAAAAAAAAAAAAAA', 'DUAAAAAAAAAAAAAAAAAA', 'DIAAAAAAAAAAAAAAAAAA', 'DBAAAAAAAAAAAAAAAAAA', NULL, 'Chrome on Linux',
   'AAAAAAAAAAAAAAAAAAAAAA', 1767225600000, 1767225600000, '192.0.2.7', 1769817600000, NULL, NULL),
  ('TBBBBBBBBBBBBBBBBBBB', 'DUAAAAAAAAAAAAAAAAAA', NULL, NULL, 'AAAAAAAAAAAAAAAAAAAAAA', 'Firefox on Linux',
   'AAAAAAAAAAAAAAAAAAAAAA', 1767225600000, 1767225600000, '192.0.2.7', 1769817600000, 1767225600000, 'forgotten');
INSERT INTO portal_sessions VALUES ('DDDD', 'DUAAAAAAAAAAAAAAAAAA', 'DBAAAAAAAAAAAAAAAAAA', NULL, 1767225600000, 1769817600000);
INSERT INTO groups VALUES
  ('DGAAAAAAAAAAAAAAAAAA', 'Staff', 'staff', 'bypass', 1769817600000, 1767225600000, 'disabled'),
  ('DGBBBBBBBBBBBBBBBBBB', 'Guests', 'guests', 'disabled', NULL, 1767225600001, NULL);
INSERT INTO group_members VALUES ('DUAAAAAAAAAAAAAAAAAA', 'DGAAAAAAAAAAAAAAAAAA');
INSERT INTO policies VALUES ('DGAAAAAAAAAAAAAAAAAA', '{"passcodes":"off"}', 1767225600000);
INSERT INTO method_settings VALUES ('DUAAAAAAAAAAAAAAAAAA', 3,
  '{"opensWith":{"method":"push","device":null},"autoPush":false,"pushTo":"last","applications":[]}',
  'push', 'DBAAAAAAAAAAAAAAAAAA', 1767225600000);
INSERT INTO invitations (id, user_id, kind, token_hash, created_at, expires_at, made_by, replaces, transaction_id, device_id) VALUES
  ('AAAAAAAAAAAAAAAAAAAAAA', 'DUAAAAAAAAAAAAAAAAAA', 'link', 'EEEE', 1767225600000, 1769817600000, 'person', 'DBAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAA', 'DBAAAAAAAAAAAAAAAAAA');
