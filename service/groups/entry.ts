import type { Row } from '../db/schema.ts';
import type { AuditEntry } from '../room.ts';

/** How the log tells of a group: also by its name, which it keeps when the group is gone. */
export const entryOf = ({ id, name }: Pick<Row<'groups'>, 'id' | 'name'>, entry: AuditEntry): AuditEntry => ({
  ...entry,
  detail: { ...entry.detail, group: id, about: name },
});
