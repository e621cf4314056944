import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { ApplicationId, DeviceId, GroupId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { ForgetPost } from '../../../lib/protocol/trust.ts';
import type { Schema } from '../../db/schema.ts';
import type { Floor, Tx } from '../../room.ts';
import { HOLDER, type Holder, holderId } from './holder.ts';

/** Why a trust ended; kept with it and in the log. */
export type EndReason =
  | 'expired'
  | 'policy_changed'
  | 'device_removed'
  | 'device_suspended'
  | 'user_status'
  | 'forgotten'
  | 'disowned'
  | 'fraud'
  | 'password_changed'
  | 'limit'
  | 'copied';

interface Cause {
  reason: EndReason;
  detail?: { by: 'person' | 'operator' };
}

export type Trusts = ExpressionBuilder<Schema, 'trusts'>;
type Which = (trusts: Trusts) => Expression<SqlBool>;

interface Forgetting {
  user: UserId;
  what: ForgetPost;
  /** The browser that asks; null where none of the person's trusted ones does. */
  here: Holder | null;
  by: 'person' | 'operator';
}

export type Endings = ReturnType<typeof createEndings>;

/** Everything but a stricter policy that ends trust. */
export function createEndings({ clock, audit }: Pick<Floor, 'clock' | 'audit'>) {
  /** Ends those of the standing trusts that are meant; answers how many. */
  async function end(tx: Tx, which: Which, { reason, detail }: Cause): Promise<number> {
    const ended = await tx.query
      .updateTable('trusts')
      .set({ ended_at: clock.now(), end_reason: reason })
      .where('ended_at', 'is', null)
      .where(which)
      .returning(['id', 'user_id', 'application_id', 'device_id', 'browser'])
      .execute();
    for (const { id, user_id: user, application_id, device_id, browser } of ended) {
      await audit.record(tx, {
        event: 'trust.ended',
        reason,
        user,
        ...(application_id && { application: application_id }),
        ...(device_id && { device: device_id }),
        detail: { trust: id, about: browser, ...detail },
      });
      tx.changed(`user:${user}`);
    }
    return ended.length;
  }

  /** A sign-in that was approved before, and whose question is still open, makes no trust any more. */
  const askAnew = (tx: Tx, user: UserId) =>
    tx.query.updateTable('users').set({ trust_from: clock.now() }).where('id', '=', user).execute();

  return {
    end,

    /** Ends what its person, or the operator for them, does not want trusted any more; answers how many. */
    async forget(tx: Tx, { user, what, here, by }: Forgetting): Promise<number> {
      if (what.which === 'all') await askAnew(tx, user);
      const which: Which = (trusts) =>
        trusts.and([trusts('user_id', '=', user), meant(trusts, { what, here })]);
      return end(tx, which, { reason: 'forgotten', detail: { by } });
    },

    deviceEnded: (tx: Tx, device: DeviceId, reason: 'device_removed' | 'device_suspended') =>
      end(tx, (trusts) => trusts('device_id', '=', device), { reason }),

    familyEnded: (tx: Tx, family: string, reason: EndReason) =>
      end(tx, (trusts) => trusts('family_id', '=', family), { reason }),

    /** The person was disabled or enabled. */
    async userChanged(tx: Tx, user: UserId): Promise<void> {
      await askAnew(tx, user);
      await end(tx, (trusts) => trusts('user_id', '=', user), { reason: 'user_status' });
    },

    /** A group was disabled, and its members with it. */
    async groupChanged(tx: Tx, group: GroupId): Promise<void> {
      const members = tx.query.selectFrom('group_members').select('user_id').where('group_id', '=', group);
      await tx.query
        .updateTable('users')
        .set({ trust_from: clock.now() })
        .where('id', 'in', members)
        .execute();
      await end(tx, (trusts) => trusts('user_id', 'in', members), { reason: 'user_status' });
    },

    /** Somebody else did that sign-in, and said the browser was theirs. */
    disowned: (tx: Tx, transaction: TransactionId) =>
      end(tx, (trusts) => trusts('transaction_id', '=', transaction), { reason: 'disowned' }),

    /** Whoever started the reported sign-in may have a copy of the cookies, but not of the keys. */
    async fraudReported(tx: Tx, user: UserId): Promise<void> {
      await askAnew(tx, user);
      const byCookie: Which = (trusts) =>
        trusts.and([trusts('user_id', '=', user), trusts('family_id', 'is not', null)]);
      await end(tx, byCookie, { reason: 'fraud' });
    },

    /** At this application; whoever knew the old one may have said yes in the person's name. */
    async passwordChanged(tx: Tx, { user, application }: { user: UserId; application: ApplicationId }) {
      await askAnew(tx, user);
      const here: Which = (trusts) =>
        trusts.and([trusts('user_id', '=', user), forThisOrAll(trusts, application)]);
      await end(tx, here, { reason: 'password_changed' });
    },

    /** Their time is over. */
    expire: (tx: Tx) => end(tx, (trusts) => trusts('expires_at', '<=', clock.now()), { reason: 'expired' }),
  };
}

function meant(trusts: Trusts, { what, here }: Pick<Forgetting, 'what' | 'here'>): Expression<SqlBool> {
  if (what.which === 'one') return trusts('id', '=', what.id);
  return what.which === 'others' && here ? trusts(HOLDER, '<>', holderId(here)) : trusts.lit(true);
}

const forThisOrAll = (trusts: Trusts, application: ApplicationId): Expression<SqlBool> =>
  trusts.or([trusts('application_id', '=', application), trusts('application_id', 'is', null)]);
