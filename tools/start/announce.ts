import { alex, sam } from '../../examples/protected-site/people.ts';
import { invitationOf } from './invitation.ts';
import type { Plan } from './plan.ts';

/** Prints where everything is and who can sign in. */
export function announce({ origin, site, folder }: Plan): void {
  console.log(`
  Sample site   ${site}
  Service       ${origin}
  Accounts      ${alex.username} / ${alex.password}   pairs a browser when signing in for the first time
                ${sam.username} / ${sam.password}     pairs a browser from an invitation
  Invitation    ${invitationOf(sam.username, folder) ?? 'none that can still be used'}
  Logs          ${folder.logs}
  Operator      npm run operator:sample -- help
  Mails         kept, not sent: npm run operator:sample -- outbox list
`);
}
