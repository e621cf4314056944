import * as v from 'valibot';
import { DAY } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { Notice } from '../../../lib/protocol/push.ts';
import { statement } from '../../db/statement.ts';
import type { Floor } from '../../room.ts';
import type { DeviceCall } from './needs.ts';

/** What the audit log holds that the person's browsers should show. Which of it is mailed too is the outbox's to say. */
const KINDS = {
  'device.added': 'device_added',
  'device.removed': 'device_removed',
  'device.suspended': 'device_suspended',
  'credential.added': 'credential_added',
  'credential.removed': 'credential_removed',
  'credential.clone_suspected': 'credential_clone_suspected',
  'pairing.contested': 'activation_contested',
  'invitation.contested': 'invitation_contested',
  'pairing.mismatch': 'pairing_mismatch',
  'push.denied': 'fraud_reported',
  'user.locked_out': 'locked_out',
} as const satisfies Record<string, Notice['kind']>;

type Told = keyof typeof KINDS;

const told = statement<{ user: UserId; since: number }>()((query, { user, since }) =>
  query
    .selectFrom('audit')
    .leftJoin('applications', 'applications.id', 'audit.application_id')
    .select(['audit.id', 'at', 'event', 'reason', 'detail', 'device_id', 'applications.name as application'])
    .where('user_id', '=', user)
    .where('at', '>', since)
    .where('event', 'in', Object.keys(KINDS) as Told[])
    .orderBy('audit.id'),
);

const About = v.object({ about: v.optional(v.string()) });

/** What happened to an account in the last day, as one of its browsers is to show it. */
export function createNotices({ db, clock }: Pick<Floor, 'db' | 'clock'>) {
  return async function noticesFor(device: DeviceCall): Promise<Notice[]> {
    const rows = await told(db.read, { user: device.user, since: clock.now() - DAY });
    return (
      rows
        .filter((row) => row.event !== 'push.denied' || row.reason === 'fraud')
        // A browser needs no telling of its own pairing.
        .filter((row) => row.event !== 'device.added' || row.device_id !== device.id)
        .map((row) => ({
          id: String(row.id),
          at: row.at,
          kind: KINDS[row.event as Told],
          about: v.parse(About, JSON.parse(row.detail ?? '{}')).about ?? row.application ?? '',
        }))
    );
  };
}
