import type { ApplicationId, DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import {
  INBOX_TYP,
  type Inbox,
  NOT_ME_WINDOW,
  PUSH_LIFE,
  type PushView,
} from '../../../lib/protocol/push.ts';
import { statement } from '../../db/statement.ts';
import { browserName } from '../../http/browser-name.ts';
import type { Floor } from '../../room.ts';
import { requiredAnswer } from './answer.ts';
import type { DeviceCall, PushNeeds, PushPolicy } from './needs.ts';
import { createNotices } from './notices.ts';
import { asks } from './target.ts';
import { takesVerification } from './verification.ts';

/** Waiting here, or decided so lately that it can still be disowned; what another browser alone was asked once that has answered. */
const recent = statement<{ user: UserId; device: DeviceId; since: number }>()(
  (query, { user, device, since }) =>
    query
      .selectFrom('pushes')
      .innerJoin('transactions', 'transactions.id', 'pushes.transaction_id')
      .innerJoin('applications', 'applications.id', 'pushes.application_id')
      .leftJoin('devices as decider', 'decider.id', 'pushes.decided_by')
      .leftJoin('presences', (join) =>
        join
          .onRef('presences.transaction_id', '=', 'pushes.transaction_id')
          .on('presences.device_id', '=', device),
      )
      .selectAll('pushes')
      .select([
        'transactions.username',
        'transactions.address',
        'transactions.user_agent',
        'applications.name as application',
        'decider.name as decider_name',
        'presences.recorded_at as presence',
      ])
      .where('pushes.user_id', '=', user)
      .where('pushes.created_at', '>', since)
      .where((push) => push.or([asks(device), push('pushes.decided_by', 'is not', null)]))
      .orderBy('pushes.created_at'),
);

type Recent = Awaited<ReturnType<typeof recent>>[number];

/** Everything one device should show now, signed by the service. */
export function createInbox(floor: Pick<Floor, 'db' | 'clock' | 'origin'>, needs: PushNeeds) {
  const { db, clock, origin } = floor;
  const noticesFor = createNotices(floor);

  /** Each application's policy once, however many of its requests there are. */
  async function policiesOf(user: UserId, rows: Recent[]): Promise<(row: Recent) => PushPolicy> {
    const known = new Map<ApplicationId, PushPolicy>();
    for (const { application_id: id } of rows)
      if (!known.has(id)) known.set(id, await needs.policies.effective(db.read, { application: id, user }));
    return ({ application_id: id }) => known.get(id) as PushPolicy;
  }

  async function view(
    row: Recent,
    { device, now, policy }: { device: DeviceCall; now: number; policy: PushPolicy },
  ): Promise<PushView> {
    const present = row.presence !== null;
    const approver = { application: row.application_id, user: device.user, present };
    const own = row.decided_by === device.id;
    const canDisown = row.state === 'approved' && !own && row.disowned_at === null;
    const notMeUntil = canDisown ? (row.decided_at ?? now) + NOT_ME_WINDOW : null;
    return {
      id: row.id,
      nonce: row.nonce,
      state: row.state === 'pending' && row.expires_at <= now ? 'expired' : row.state,
      application: row.application,
      username: row.username,
      address: row.address,
      place: needs.placeOf(row.address),
      browser: browserName(row.user_agent),
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      present: present ? row.transaction_id : null,
      answer: requiredAnswer(policy, { present, canShowNumber: row.can_show_number === 1 }),
      verify: await takesVerification(db.read, { policy, approver }),
      digits: row.digits,
      decidedAt: row.decided_at,
      decidedBy: row.decider_name === null ? null : { name: row.decider_name, self: own },
      notMeUntil: notMeUntil !== null && notMeUntil > now ? notMeUntil : null,
    };
  }

  return async function inboxFor(device: DeviceCall): Promise<string> {
    const now = clock.now();
    const since = now - PUSH_LIFE - NOT_ME_WINDOW;
    const [user, rows, notices] = await Promise.all([
      needs.users.find(db.read, device.user),
      recent(db.read, { user: device.user, device: device.id, since }),
      noticesFor(device),
    ]);
    const policyOf = await policiesOf(device.user, rows);
    const inbox: Inbox = {
      iss: origin,
      aud: device.id,
      at: now,
      username: user?.username ?? '',
      displayName: user?.display_name ?? '',
      deviceName: device.name,
      requests: await Promise.all(rows.map((row) => view(row, { device, now, policy: policyOf(row) }))),
      notices,
      keys: needs.signing.public(),
    };
    return needs.signing.sign(inbox, INBOX_TYP);
  };
}
