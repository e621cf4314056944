import type { ExpressionBuilder, Kysely } from 'kysely';
import { DAY, HOUR } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { InvitationId, UserId } from '../../lib/protocol/ids.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { Row, Schema } from '../db/schema.ts';
import { hashOf, opaqueId, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';

/** §5.11: 30 days, which a re-send never prolongs. */
const INVITATION_LIFE = 30 * DAY;

const CONTESTED = 'invitation.contested';

export type Invitation = Row<'invitations'>;

interface InvitationOrder {
  user: UserId;
  /** `inline`: set-up also opens at the prompt, and there is no link. */
  kind: Invitation['kind'];
}

type Rows = ExpressionBuilder<Schema, 'invitations'>;

/** What a person makes ends with the browser in which they did, and with the proof by which they might. */
const makerStands = (eb: Rows) =>
  eb.and([
    eb.or([
      eb('invitations.device_id', 'is', null),
      eb.exists(
        eb
          .selectFrom('devices as maker')
          .whereRef('maker.id', '=', 'invitations.device_id')
          .where('maker.status', '=', 'active')
          .select('maker.id'),
      ),
    ]),
    eb.not(
      eb.exists(
        eb
          .selectFrom('transactions as proof')
          .whereRef('proof.id', '=', 'invitations.transaction_id')
          .where('proof.state', '=', 'refused')
          .select('proof.id'),
      ),
    ),
  ]);

/** Neither used nor voided nor expired; for statements over `invitations`. */
export const stands = (now: number) => (eb: Rows) =>
  eb.and([
    eb('invitations.used_at', 'is', null),
    eb('invitations.voided_at', 'is', null),
    eb('invitations.expires_at', '>', now),
    makerStands(eb),
  ]);

export type Invitations = ReturnType<typeof createInvitations>;

/** Who may pair a browser: the right to begin, used up by one confirmed pairing. The operator's are made here. */
export function createInvitations({
  db,
  clock,
  random,
  audit,
  origin,
}: Pick<Floor, 'db' | 'clock' | 'random' | 'audit' | 'origin'>) {
  /** Ends what stands of a user's invitations; `only` keeps to some of them. */
  function voidStanding(tx: Tx, user: UserId, only: Partial<Pick<Invitation, 'kind' | 'made_by'>> = {}) {
    return tx.query
      .updateTable('invitations')
      .set({ voided_at: clock.now() })
      .where('user_id', '=', user)
      .where((eb) => eb.and(only))
      .where(stands(clock.now()))
      .returning(['expires_at', 'made_by'])
      .execute();
  }

  /**
   * Invites a person, or sends the invitation again: then the old link ends and its deadline stays (§5.11).
   * The link is shown once, since only its hash is kept; an inline invitation has none.
   */
  async function invite(
    tx: Tx,
    { user, kind }: InvitationOrder,
  ): Promise<{ link: string | null; expiresAt: number }> {
    const ended = await voidStanding(tx, user);
    const earlier = ended.filter(({ made_by }) => made_by === 'operator');
    const now = clock.now();
    const expiresAt = Math.min(now + INVITATION_LIFE, ...earlier.map((row) => row.expires_at));
    const token = kind === 'link' ? secretToken(random) : null;
    await tx.query
      .insertInto('invitations')
      .values({
        id: opaqueId(random) as InvitationId,
        user_id: user,
        kind,
        token_hash: token && hashOf(token),
        created_at: now,
        expires_at: expiresAt,
        used_at: null,
        voided_at: null,
      })
      .execute();
    await audit.record(tx, {
      event: earlier.length > 0 ? 'invitation.sent_again' : 'invitation.made',
      reason: kind,
      user,
    });
    return { link: token && linkTo(token), expiresAt };
  }

  const linkTo = (token: string): string => `${origin}${pathTo('invitation')}#${token}`;

  /** Uses an invitation up, once; null if it opens nothing any more. */
  async function consume(tx: Tx, id: InvitationId): Promise<Invitation | null> {
    const used = await tx.query
      .updateTable('invitations')
      .set({ used_at: clock.now() })
      .where('id', '=', id)
      .where(stands(clock.now()))
      .returningAll()
      .executeTakeFirst();
    return used ?? null;
  }

  /** Why an invitation opens nothing; null if it does. A second use is told to its owner and the operator. */
  async function refusalOf(
    tx: Tx,
    { invitation, browser }: { invitation: Invitation | null; browser: string },
  ): Promise<Refusal | null> {
    if (!invitation) return new Refusal('invitation_unknown');
    if (invitation.used_at !== null) {
      await contest(tx, invitation.user_id, browser);
      return new Refusal('invitation_used');
    }
    if (invitation.voided_at !== null) return new Refusal('invitation_unknown');
    if (invitation.expires_at <= clock.now()) return new Refusal('invitation_expired');
    return (await isStanding(tx, invitation.id)) ? null : new Refusal('invitation_unknown');
  }

  const isStanding = async (tx: Tx, id: InvitationId): Promise<boolean> =>
    (await tx.query
      .selectFrom('invitations')
      .select('id')
      .where('id', '=', id)
      .where(stands(clock.now()))
      .executeTakeFirst()) !== undefined;

  /** Once an hour is enough to be heard, and keeps a thief with a used link from flooding the log. */
  async function contest(tx: Tx, user: UserId, browser: string): Promise<void> {
    const told = await tx.query
      .selectFrom('audit')
      .select('id')
      .where('user_id', '=', user)
      .where('at', '>', clock.now() - HOUR)
      .where('event', '=', CONTESTED)
      .executeTakeFirst();
    if (told) return;
    await audit.record(tx, { event: CONTESTED, alert: true, user, detail: { about: browser } });
    tx.changed(`user:${user}`);
  }

  const find = async (query: Kysely<Schema>, id: InvitationId): Promise<Invitation | null> =>
    (await query.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;

  const byToken = async (query: Kysely<Schema>, token: string): Promise<Invitation | null> =>
    (await query
      .selectFrom('invitations')
      .selectAll()
      .where('token_hash', '=', hashOf(token))
      .executeTakeFirst()) ?? null;

  return {
    invite,
    consume,
    refusalOf,
    find,
    byToken,
    voidInline: (tx: Tx, user: UserId) => voidStanding(tx, user, { kind: 'inline' }),
    voidOwn: (tx: Tx, user: UserId) => voidStanding(tx, user, { made_by: 'person' }),
    linkTo,
    /** The inline invitation by which this person may set up at the prompt. */
    inline: async (query: Kysely<Schema>, user: UserId): Promise<Invitation | null> =>
      (await query
        .selectFrom('invitations')
        .selectAll()
        .where('user_id', '=', user)
        .where('kind', '=', 'inline')
        .where(stands(clock.now()))
        .executeTakeFirst()) ?? null,
    /** Whether a link was ever made here, in whatever state it is now. */
    made: async (link: string): Promise<boolean> =>
      (await byToken(db.read, link.slice(link.indexOf('#') + 1))) !== null,
  };
}
