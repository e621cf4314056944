/** Groups of people, statuses that end, how each person wants to be asked, and browsers that replace others. */
export const methods = {
  name: '0005-methods',
  statements: [
    `ALTER TABLE users ADD COLUMN status_until INTEGER`,
    `CREATE INDEX users_status_end ON users (status_until) WHERE status_until IS NOT NULL`,
    `CREATE TABLE groups (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
      status_until INTEGER, created_at INTEGER NOT NULL)`,
    `CREATE TABLE group_members (
      user_id TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY (user_id, group_id))`,
    `CREATE INDEX group_members_group ON group_members (group_id)`,
    // A person's own status counts before those of their groups; that a bypass has ended is asked where time is known.
    `CREATE VIEW people AS
      SELECT id, username, username_key, display_name, email,
        CASE
          WHEN status = 'bypass' THEN 'active'
          WHEN status = 'active' AND EXISTS (
            SELECT 1 FROM group_members AS member JOIN groups ON groups.id = member.group_id
            WHERE member.user_id = users.id AND groups.status = 'disabled') THEN 'disabled'
          ELSE status END AS status,
        CASE WHEN status = 'bypass' THEN status_until END AS status_until,
        CASE WHEN status = 'active' THEN (
          SELECT MAX(groups.status_until) FROM group_members AS member JOIN groups ON groups.id = member.group_id
          WHERE member.user_id = users.id AND groups.status = 'bypass') END AS group_bypass_until,
        failures, locked_at, locked_until, created_at, trust_from
      FROM users`,
    `CREATE TABLE method_settings (
      user_id TEXT PRIMARY KEY, version INTEGER NOT NULL, settings TEXT NOT NULL,
      last_method TEXT, last_device_id TEXT, updated_at INTEGER NOT NULL)`,
    `ALTER TABLE pushes ADD COLUMN target_id TEXT`,
    `ALTER TABLE invitations ADD COLUMN made_by TEXT NOT NULL DEFAULT 'operator'`,
    `ALTER TABLE invitations ADD COLUMN replaces TEXT`,
    // The proof by which, and the browser in which, a person invited their next browser: disowned, it takes that one along.
    `ALTER TABLE invitations ADD COLUMN transaction_id TEXT`,
    `ALTER TABLE invitations ADD COLUMN device_id TEXT`,
    // Set once something was set up in this very sign-in, at its own prompt.
    `ALTER TABLE transactions ADD COLUMN set_up_at INTEGER`,
  ],
} as const;
