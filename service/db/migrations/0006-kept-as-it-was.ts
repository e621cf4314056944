/** What a bypass returns to when it ends, and the groups of a person as they were when a sign-in was approved. */
export const keptAsItWas = {
  name: '0006-kept-as-it-was',
  statements: [
    `ALTER TABLE users ADD COLUMN status_after TEXT`,
    `ALTER TABLE groups ADD COLUMN status_after TEXT`,
    `ALTER TABLE transactions ADD COLUMN group_names TEXT`,
    `DROP VIEW people`,
    `CREATE VIEW people AS
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
      FROM users`,
  ],
} as const;
