import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { PairingId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import type { Floor, Tx } from '../room.ts';
import type { Invitation, Invitations } from './invitations.ts';
import type { EnrolmentNeeds } from './needs.ts';
import { auditOf, type Pairing, type Pairings } from './pairings.ts';

export interface Answer {
  by: 'page' | 'device';
  /** Whether the person says that both show the same digits. */
  match: boolean;
}

/** The comparison and its end. Both sides confirm in any order; the second confirmation pairs the browser. */
export function createConfirmPairing(
  { clock, audit }: Pick<Floor, 'clock' | 'audit'>,
  { needs, pairings, invitations }: { needs: EnrolmentNeeds; pairings: Pairings; invitations: Invitations },
) {
  /** Takes the random value that the device committed to; from here both sides know the digits. */
  async function open(tx: Tx, pairing: Pairing, nonce: string): Promise<Pairing | Refusal> {
    if (commitmentTo(nonce) !== pairing.commitment) {
      const [ended] = await pairings.end(tx, (query) => query.where('id', '=', pairing.id));
      if (ended) await alertOf(tx, ended, 'pairing.commitment_broken');
      return new Refusal('commitment_broken');
    }
    const compared = await tx.query
      .updateTable('pairings')
      .set({ state: 'compared', device_nonce: nonce, revision: sql<number>`revision + 1` })
      .where('id', '=', pairing.id)
      .where('state', '=', 'claimed')
      .where('expires_at', '>', clock.now())
      .returningAll()
      .executeTakeFirst();
    if (!compared) return pairings.standing(tx, pairing.id, (row) => row.device_nonce === nonce);
    await pairings.tell(tx, compared);
    return compared;
  }

  async function answer(tx: Tx, id: PairingId, { by, match }: Answer): Promise<Pairing | Refusal> {
    return match ? confirm(tx, id, by) : stop(tx, id);
  }

  async function confirm(tx: Tx, id: PairingId, by: Answer['by']): Promise<Pairing | Refusal> {
    const column = `${by}_confirmed` as const;
    const confirmed = await tx.query
      .updateTable('pairings')
      .set({ [column]: 1, revision: sql<number>`revision + 1` })
      .where('id', '=', id)
      .where('state', '=', 'compared')
      .where(column, '=', 0)
      .where('expires_at', '>', clock.now())
      .returningAll()
      .executeTakeFirst();
    if (!confirmed) return pairings.standing(tx, id, (row) => row[column] === 1);
    await audit.record(tx, { event: 'pairing.confirmed', reason: by, ...auditOf(confirmed) });
    if (confirmed.page_confirmed && confirmed.device_confirmed) return complete(tx, confirmed);
    await pairings.tell(tx, confirmed);
    return confirmed;
  }

  /** "They don't match", or the person gave up before there were digits. */
  async function stop(tx: Tx, id: PairingId): Promise<Pairing | Refusal> {
    const [ended] = await pairings.end(tx, (query) =>
      query.where('id', '=', id).where('expires_at', '>', clock.now()),
    );
    if (!ended) return pairings.standing(tx, id, () => false);
    if (ended.device_nonce) await alertOf(tx, ended, 'pairing.mismatch');
    else await audit.record(tx, { event: 'pairing.cancelled', ...auditOf(ended) });
    return ended;
  }

  /** Uses the invitation up and adds the device, or refuses if another pairing was faster. */
  async function complete(tx: Tx, pairing: Pairing): Promise<Pairing | Refusal> {
    const owner = await needs.users.find(tx.query, pairing.user_id);
    const welcome = owner?.status === 'active';
    const invitation = welcome ? await invitations.consume(tx, pairing.invitation_id) : null;
    if (!invitation) {
      await pairings.end(tx, (query) => query.where('id', '=', pairing.id));
      return welcome ? invitationGone(tx, pairing) : new Refusal('user_disabled');
    }
    const another = await tx.query
      .selectFrom('methods')
      .select('id')
      .where('user_id', '=', pairing.user_id)
      .executeTakeFirst();
    const device = await needs.devices.add(tx, {
      user: pairing.user_id,
      name: pairing.browser ?? '',
      signKey: JSON.parse(pairing.sign_key ?? ''),
      receiveKey: JSON.parse(pairing.receive_key ?? ''),
    });
    const done = await tx.query
      .updateTable('pairings')
      .set({ state: 'done', device_id: device })
      .where('id', '=', pairing.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    // A browser on an account that has a way to sign in is what a thief of an invitation would add.
    await audit.record(tx, { event: 'pairing.done', alert: another !== undefined, ...auditOf(done), device });
    await settleOwn(tx, invitation);
    await pairings.tell(tx, done, 'set_up');
    await endRivals(tx, done);
    return done;
  }

  /** What a person's own invitation promised: the old browser ends with this one, and the proof behind it was good for this one alone. */
  async function settleOwn(tx: Tx, { replaces, transaction_id }: Invitation): Promise<void> {
    if (replaces) await needs.devices.end(tx, replaces, { status: 'removed', reason: 'replaced' });
    if (transaction_id) await needs.stepUp.useUp(tx, transaction_id);
  }

  /** Nothing else that was begun may add a browser: neither this invitation again nor one meant for the first browser. */
  async function endRivals(tx: Tx, done: Pick<Pairing, 'invitation_id' | 'user_id'>): Promise<void> {
    await invitations.voidInline(tx, done.user_id);
    const ended = await pairings.end(tx, (query) =>
      query.where((eb) =>
        eb.or([
          eb('invitation_id', '=', done.invitation_id),
          eb.and([eb('user_id', '=', done.user_id), eb('transaction_id', 'is not', null)]),
        ]),
      ),
    );
    for (const rival of ended) await pairings.tell(tx, rival, 'enrolled');
  }

  /**
   * A prompt sets up something else than a browser by the person's inline invitation: uses it up, and ends what
   * was begun with it. False if there is none any more.
   */
  async function takeInline(tx: Tx, { id, user_id }: Row<'transactions'>): Promise<boolean> {
    const invitation = user_id && (await invitations.inline(tx.query, user_id));
    if (!invitation || !(await invitations.consume(tx, invitation.id))) return false;
    await audit.record(tx, { event: 'invitation.used', reason: 'prompt', user: user_id, transaction: id });
    await endRivals(tx, { invitation_id: invitation.id, user_id });
    return true;
  }

  async function invitationGone(tx: Tx, pairing: Pairing): Promise<Refusal> {
    const invitation = await invitations.find(tx.query, pairing.invitation_id);
    const refusal = await invitations.refusalOf(tx, { invitation, browser: pairing.browser ?? '' });
    return refusal ?? new Refusal('pairing_refused');
  }

  async function alertOf(tx: Tx, pairing: Pairing, event: string): Promise<void> {
    await audit.record(tx, { event, alert: true, ...auditOf(pairing) });
    tx.changed(`user:${pairing.user_id}`);
  }

  return { open, answer, takeInline };
}

/**
 * SHA-256 of the device's random bytes; null if they are not written in the one canonical way: another spelling of
 * the same bytes would change the digits after the service has shown its own value.
 */
function commitmentTo(nonce: string): string | null {
  const bytes = Buffer.from(nonce, 'base64url');
  if (bytes.toString('base64url') !== nonce) return null;
  return createHash('sha256').update(bytes).digest('base64url');
}
