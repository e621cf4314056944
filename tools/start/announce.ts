import { existsSync, readFileSync } from 'node:fs';
import { alex, sam } from '../../examples/protected-site/people.ts';
import type { Plan } from './plan.ts';

/** Prints where everything is and who can sign in. */
export function announce({ origin, site, folder }: Plan): void {
  console.log(`
  Sample site   ${site}
  Service       ${origin}
  Accounts      ${alex.username} / ${alex.password}   pairs a browser when signing in for the first time
                ${sam.username} / ${sam.password}     pairs a browser from an invitation
  Invitation    ${invitationOf(sam.username, folder.invitations) ?? 'none'}
  Logs          ${folder.logs}
  Operator      npm run operator:sample -- help
  Mails         kept, not sent: npm run operator:sample -- outbox list
`);
}

/** The link that the service wrote down for a user, once, when it first read its bootstrap file. */
export function invitationOf(username: string, file: string): string | null {
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = lines.find((text) => text.split(/\s+/).includes(username));
  return line?.match(/https:\/\/\S+/)?.[0] ?? null;
}
