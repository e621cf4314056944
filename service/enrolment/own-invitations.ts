import { type BrowserInvited, OWN_INVITATION_LIFE } from '../../lib/protocol/browsers.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import {
  type DeviceId,
  type InvitationId,
  OWN_APPLICATION,
  type TransactionId,
  type UserId,
} from '../../lib/protocol/ids.ts';
import { hashOf, opaqueId, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { createTries } from '../tries.ts';
import { type Invitations, stands } from './invitations.ts';
import type { EnrolmentNeeds } from './needs.ts';

/** A person who has proven who they are, and adds a browser of their own. */
export interface OwnInvitation {
  user: UserId;
  /** The browser whose keys end once the new one is confirmed; null: one more. */
  replaces: DeviceId | null;
  /** The sign-in or step-up that proved it; null for a direct entry to the portal. */
  transaction: TransactionId | null;
  /** The paired browser in which it is done; null where none is. */
  device: DeviceId | null;
}

interface OwnOptions {
  needs: Pick<EnrolmentNeeds, 'users' | 'policies' | 'devices'>;
  invitations: Invitations;
}

/** How people add browsers of their own, without the help desk. */
export function createOwnInvitations(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  { needs, invitations }: OwnOptions,
) {
  /** One proof may be asked for its link again, but each asking is a line in the log. */
  const countAsking = createTries({ clock }, { ofOne: 10 });

  /** @throws `user_disabled`, `push_off`, `push_browser_gone` for a browser that is none of the person's */
  async function requireLeave(tx: Tx, { user, replaces }: OwnInvitation): Promise<void> {
    if ((await needs.users.find(tx.query, user))?.status !== 'active') throw new Refusal('user_disabled');
    const about = { application: OWN_APPLICATION, user };
    const { browserApproval } = await needs.policies.effective(tx.query, about);
    if (browserApproval === 'off') throw new Refusal('push_off');
    const old = replaces && (await needs.devices.find(tx.query, replaces));
    if (replaces && (old?.user_id !== user || old.status !== 'active'))
      throw new Refusal('push_browser_gone');
  }

  /** Takes the place of what the person made before; the operator's invitations stay. */
  async function make(tx: Tx, own: OwnInvitation, token: string | null) {
    await requireLeave(tx, own);
    await invitations.voidOwn(tx, own.user);
    const now = clock.now();
    const id = opaqueId(random) as InvitationId;
    const expiresAt = now + OWN_INVITATION_LIFE;
    await tx.query
      .insertInto('invitations')
      .values({
        id,
        user_id: own.user,
        kind: 'link',
        token_hash: token && hashOf(token),
        created_at: now,
        expires_at: expiresAt,
        used_at: null,
        voided_at: null,
        made_by: 'person',
        replaces: own.replaces,
        transaction_id: own.transaction,
        device_id: own.device,
      })
      .execute();
    await audit.record(tx, {
      event: 'invitation.made',
      reason: own.replaces ? 'replace' : 'person',
      user: own.user,
      ...(own.device && { device: own.device }),
      ...(own.transaction && { transaction: own.transaction }),
    });
    return { id, expiresAt };
  }

  /** With the link, shown once: only its hash is kept. @throws also `too_many` */
  async function invite(tx: Tx, own: OwnInvitation): Promise<BrowserInvited> {
    countAsking(own.user);
    const token = secretToken(random);
    const { expiresAt } = await make(tx, own, token);
    return { link: invitations.linkTo(token), expiresAt };
  }

  /** For the prompt at which the person is being set up: no link leads to it. A page that was loaded again goes on with it. */
  async function atPrompt(
    tx: Tx,
    { user, transaction }: { user: UserId; transaction: TransactionId },
  ): Promise<InvitationId> {
    const standing = await tx.query
      .selectFrom('invitations')
      .select('id')
      .where('transaction_id', '=', transaction)
      .where('user_id', '=', user)
      .where(stands(clock.now()))
      .executeTakeFirst();
    if (standing) return standing.id;
    return (await make(tx, { user, transaction, replaces: null, device: null }, null)).id;
  }

  return { invite, atPrompt };
}

export type OwnInvitations = ReturnType<typeof createOwnInvitations>;
