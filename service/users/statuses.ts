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

const endBypasses = statement<{ now: number }>()((query, { now }) =>
  query
    .updateTable('users')
    .set({ status: 'active', status_until: null })
    .where('status_until', '<=', now)
    .returning('id'),
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
    await shutOut(tx, id);
    return tell(tx, { event: 'user.disabled', user: id });
  }

  async function enable(tx: Tx, id: UserId): Promise<boolean> {
    if (!(await change(tx, id, { from: ['disabled'], to: 'active' }))) return false;
    await shutOut(tx, id);
    return tell(tx, { event: 'user.enabled', user: id });
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
    return tell(tx, { event: 'user.bypass_ended', reason: 'operator', user: id });
  }

  /** False where nothing would change. */
  async function change(tx: Tx, id: UserId, { from, to, until }: Change): Promise<boolean> {
    const changed = await tx.query
      .updateTable('users')
      .set({ status: to, status_until: until ?? null })
      .where('id', '=', id)
      .where('status', 'in', from)
      .where((row) => row.or([row('status', '<>', to), row('status_until', 'is not', until ?? null)]))
      .returning('id')
      .executeTakeFirst();
    return changed !== undefined;
  }

  /** Ends what would let them in or show them their account, so that enabling them later revives nothing. */
  async function shutOut(tx: Tx, id: UserId): Promise<void> {
    await trust.userChanged(tx, id);
    await portal.closeAll(tx, id);
  }

  async function tell(tx: Tx, entry: AuditEntry & { user: UserId }): Promise<true> {
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
      for (const { id } of ended) await tell(tx, { event: 'user.bypass_ended', reason: 'expired', user: id });
    },
  };
}
