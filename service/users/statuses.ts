import { sql } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import type { AuditEntry, Floor, Tx } from '../room.ts';
import type { UsersNeeds } from './needs.ts';

/** What an operator may set for one person, which counts before what their groups say. A bypass always ends, in milliseconds. */
export type UserStatus = 'active' | 'disabled' | { bypassUntil: number };

interface Change {
  from: Row<'users'>['status'][];
  to: Row<'users'>['status'];
  /** When a bypass ends. */
  until?: number;
}

type OfUser = AuditEntry & { user: UserId };

/** Of a bypass: whoever was disabled before it, or before the one that it prolongs, is so again. */
const returnsTo = sql<'disabled' | null>`CASE status WHEN 'disabled' THEN status ELSE status_after END`;

const endBypasses = statement<{ now: number }>()((query, { now }) =>
  query
    .updateTable('users')
    .set(({ fn, ref }) => ({
      status: fn.coalesce(ref('status_after'), sql.lit('active' as const)),
      status_until: null,
      status_after: null,
    }))
    .where('status_until', '<=', now)
    .returning(['id', 'status']),
);

const ifDisabled = statement<{ user: UserId }>()((query, { user }) =>
  query.selectFrom('people').select('id').where('id', '=', user).where('status', '=', 'disabled'),
);

/** Who is let in as usual, without a second step for a while, or not at all. */
export function createStatuses(
  { clock, audit }: Pick<Floor, 'clock' | 'audit'>,
  { trust, portal, prompts }: UsersNeeds,
) {
  async function setStatus(tx: Tx, id: UserId, status: UserStatus): Promise<boolean> {
    if (status === 'disabled') return disable(tx, id);
    if (status !== 'active') return beginBypass(tx, id, status.bypassUntil);
    return (await enable(tx, id)) || endBypass(tx, id);
  }

  async function disable(tx: Tx, id: UserId): Promise<boolean> {
    if (!(await change(tx, id, { from: ['active', 'bypass'], to: 'disabled' }))) return false;
    return shutOut(tx, { event: 'user.disabled', user: id });
  }

  async function enable(tx: Tx, id: UserId): Promise<boolean> {
    if (!(await change(tx, id, { from: ['disabled'], to: 'active' }))) return false;
    return shutOut(tx, { event: 'user.enabled', user: id });
  }

  async function beginBypass(tx: Tx, id: UserId, until: number): Promise<boolean> {
    if (!(await change(tx, id, { from: ['active', 'disabled', 'bypass'], to: 'bypass', until })))
      return false;
    return tell(tx, {
      event: 'user.bypass_begun',
      reason: 'operator',
      alert: true,
      user: id,
      detail: { until },
    });
  }

  async function endBypass(tx: Tx, id: UserId): Promise<boolean> {
    if (!(await change(tx, id, { from: ['bypass'], to: 'active' }))) return false;
    return tellEnd(tx, { event: 'user.bypass_ended', reason: 'operator', user: id });
  }

  /** Of a bypass: whom it let in although they, or a group of theirs, were disabled is shut out from now on. */
  async function tellEnd(tx: Tx, entry: OfUser): Promise<true> {
    const [disabled] = await ifDisabled(tx.query, entry);
    return disabled ? shutOut(tx, entry) : tell(tx, entry);
  }

  /** False where nothing would change. */
  async function change(tx: Tx, id: UserId, { from, to, until }: Change): Promise<boolean> {
    const changed = await tx.query
      .updateTable('users')
      .set({ status: to, status_until: until ?? null, status_after: to === 'bypass' ? returnsTo : null })
      .where('id', '=', id)
      .where('status', 'in', from)
      .where((row) => row.or([row('status', '<>', to), row('status_until', 'is not', until ?? null)]))
      .returning('id')
      .executeTakeFirst();
    return changed !== undefined;
  }

  /** Ends what would let them in or show them their account, so that enabling them later revives nothing. */
  async function shutOut(tx: Tx, entry: OfUser): Promise<true> {
    await trust.userChanged(tx, entry.user);
    await portal.closeAll(tx, entry.user);
    return tell(tx, entry);
  }

  async function tell(tx: Tx, entry: OfUser): Promise<true> {
    await audit.record(tx, entry);
    await prompts.wake(tx, entry.user);
    tx.changed(`user:${entry.user}`);
    return true;
  }

  return {
    setStatus,

    /** Ends the bypasses whose time is over. */
    async expire(tx: Tx): Promise<void> {
      const ended = await endBypasses(tx.query, { now: clock.now() });
      for (const { id, status } of ended) {
        await tellEnd(tx, { event: 'user.bypass_ended', reason: 'expired', user: id });
        if (status === 'disabled')
          await tell(tx, { event: 'user.disabled', reason: 'bypass_ended', user: id });
      }
    },
  };
}
