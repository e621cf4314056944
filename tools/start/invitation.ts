import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Folder } from './folder.ts';

type Places = Pick<Folder, 'invitations' | 'database'>;

/** The link that the service wrote down for a user when it first read its bootstrap file; null once it is used up. */
export function invitationOf(username: string, { invitations, database }: Places): string | null {
  if (!existsSync(invitations)) return null;
  const lines = readFileSync(invitations, 'utf8').split('\n');
  const link = lines.find((line) => line.startsWith(`${username}\t`))?.split('\t')[1];
  return link && isOpen(link, database) ? link : null;
}

/** The service keeps only hashes of what stands behind the `#`. */
function isOpen(link: string, database: string): boolean {
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    const invitation = db
      .prepare(
        `SELECT 1 FROM invitations
         WHERE token_hash = ? AND used_at IS NULL AND voided_at IS NULL AND expires_at > ?`,
      )
      .get(hash('sha256', link.split('#')[1] ?? '', 'base64url'), Date.now());
    return invitation !== undefined;
  } finally {
    db.close();
  }
}
