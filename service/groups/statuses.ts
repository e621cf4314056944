import { sql } from 'kysely';
import type { GroupId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import type { AuditEntry, Floor, Tx } from '../room.ts';
import { entryOf } from './entry.ts';
import type { GroupsNeeds } from './needs.ts';

/** What an operator may set for all members who have no status of their own. A bypass always ends, in milliseconds. */
type GroupStatus = 'active' | 'disabled' | { bypassUntil: number };

interface Change {
  from: Row<'groups'>['status'][];
  to: Row<'groups'>['status'];
  /** When a bypass ends. */
  until?: number;
}

type Changed = Pick<Row<'groups'>, 'id' | 'name'>;

/** Of a bypass: a group that was disabled before it, or before the one that it prolongs, is so again. */
const returnsTo = sql<'disabled' | null>`CASE status WHEN 'disabled' THEN status ELSE status_after END`;

const endBypasses = statement<{ now: number }>()((query, { now }) =>
  query
    .updateTable('groups')
    .set(({ fn, ref }) => ({
      status: fn.coalesce(ref('status_after'), sql.lit('active' as const)),
      status_until: null,
      status_after: null,
    }))
    .where('status_until', '<=', now)
    .returning(['id', 'name', 'status']),
);

/** Groups whose members are let in as usual, without a second step for a while, or not at all. */
export function createGroupStatuses(
  { clock, audit }: Pick<Floor, 'clock' | 'audit'>,
  { trust, portal, prompts }: Pick<GroupsNeeds, 'trust' | 'portal' | 'prompts'>,
) {
  async function setStatus(tx: Tx, id: GroupId, status: GroupStatus): Promise<boolean> {
    if (status === 'disabled') return disable(tx, id);
    if (status !== 'active') return beginBypass(tx, id, status.bypassUntil);
    return (await enable(tx, id)) || endBypass(tx, id);
  }

  async function disable(tx: Tx, id: GroupId): Promise<boolean> {
    const group = await change(tx, id, { from: ['active', 'bypass'], to: 'disabled' });
    return group ? shutOut(tx, group, { event: 'group.disabled' }) : false;
  }

  /** Ends what would let its members in or show them their account, so that enabling it later revives nothing. */
  async function shutOut(tx: Tx, group: Changed, entry: AuditEntry): Promise<true> {
    await trust.groupChanged(tx, group.id);
    await portal.closeGroup(tx, group.id);
    return tell(tx, group, entry);
  }

  async function enable(tx: Tx, id: GroupId): Promise<boolean> {
    const group = await change(tx, id, { from: ['disabled'], to: 'active' });
    return group ? tell(tx, group, { event: 'group.enabled' }) : false;
  }

  async function beginBypass(tx: Tx, id: GroupId, until: number): Promise<boolean> {
    const group = await change(tx, id, { from: ['active', 'disabled', 'bypass'], to: 'bypass', until });
    if (!group) return false;
    return tell(tx, group, {
      event: 'group.bypass_begun',
      reason: 'operator',
      alert: true,
      detail: { until },
    });
  }

  async function endBypass(tx: Tx, id: GroupId): Promise<boolean> {
    const group = await change(tx, id, { from: ['bypass'], to: 'active' });
    return group ? tell(tx, group, { event: 'group.bypass_ended', reason: 'operator' }) : false;
  }

  /** Null where nothing would change. */
  async function change(tx: Tx, id: GroupId, { from, to, until }: Change): Promise<Changed | null> {
    const changed = await tx.query
      .updateTable('groups')
      .set({ status: to, status_until: until ?? null, status_after: to === 'bypass' ? returnsTo : null })
      .where('id', '=', id)
      .where('status', 'in', from)
      .where((row) => row.or([row('status', '<>', to), row('status_until', 'is not', until ?? null)]))
      .returning(['id', 'name'])
      .executeTakeFirst();
    return changed ?? null;
  }

  async function tell(tx: Tx, group: Changed, entry: AuditEntry): Promise<true> {
    await audit.record(tx, entryOf(group, entry));
    await prompts.wakeGroup(tx, group.id);
    return true;
  }

  return {
    setStatus,

    /** Ends the bypasses whose time is over. */
    async expire(tx: Tx): Promise<void> {
      const ended = await endBypasses(tx.query, { now: clock.now() });
      for (const group of ended) {
        await tell(tx, group, { event: 'group.bypass_ended', reason: 'expired' });
        if (group.status === 'disabled')
          await shutOut(tx, group, { event: 'group.disabled', reason: 'bypass_ended' });
      }
    },
  };
}
