import { sql } from 'kysely';
import { MINUTE } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { PairingId } from '../../lib/protocol/ids.ts';
import type { PairingClaim } from '../../lib/protocol/pairing.ts';
import { hashOf, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { type Invitations, stands } from './invitations.ts';
import type { EnrolmentNeeds } from './needs.ts';
import { auditOf, noLaterThan, type Pairing, type Pairings } from './pairings.ts';

/** How long the comparison may take once a browser has the code: both ends are in front of the person. */
const COMPARE_LIFE = 10 * MINUTE;

type Offer = Pick<Pairing, 'commitment' | 'sign_key' | 'receive_key' | 'browser'>;

export function createClaimPairing(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  {
    keys,
    pairings,
    invitations,
  }: Pick<EnrolmentNeeds, 'keys'> & { pairings: Pairings; invitations: Invitations },
) {
  /** Gives the code to the first browser that asks; every other one is refused, and the owner is told. */
  async function claim(tx: Tx, { code, ...device }: PairingClaim): Promise<Pairing | Refusal> {
    const now = clock.now();
    const offer: Offer = {
      commitment: device.commitment,
      sign_key: JSON.stringify(device.signKey),
      receive_key: JSON.stringify(device.receiveKey),
      browser: device.name,
    };
    const won = await tx.query
      .updateTable('pairings')
      .set({
        ...offer,
        state: 'claimed',
        service_nonce: secretToken(random),
        service_keys: JSON.stringify(keys.public()),
        expires_at: noLaterThan(now + COMPARE_LIFE),
        revision: sql<number>`revision + 1`,
      })
      .where('code_hash', '=', hashOf(code))
      .where('state', '=', 'open')
      .where('expires_at', '>', now)
      .where('invitation_id', 'in', tx.query.selectFrom('invitations').select('id').where(stands(now)))
      .returningAll()
      .executeTakeFirst();
    if (!won) return lose(tx, { code, offer });
    await audit.record(tx, { event: 'pairing.claimed', ...auditOf(won) });
    await pairings.tell(tx, won);
    return won;
  }

  /** Why a claim did not win; or the pairing, if this very claim won before and its answer was lost. */
  async function lose(tx: Tx, { code, offer }: { code: string; offer: Offer }): Promise<Pairing | Refusal> {
    const pairing = await tx.query
      .selectFrom('pairings')
      .selectAll()
      .where('code_hash', '=', hashOf(code))
      .executeTakeFirst();
    if (!pairing) return new Refusal('activation_unknown');
    if (pairing.sign_key === null) {
      const invitation = await invitations.find(tx.query, pairing.invitation_id);
      const refusal = await invitations.refusalOf(tx, { invitation, browser: offer.browser ?? '' });
      return refusal ?? new Refusal('activation_expired');
    }
    if (isSame(pairing, offer)) return pairings.standing(tx, pairing.id, () => true);
    await contest(tx, pairing.id, offer.browser);
    return new Refusal('activation_used');
  }

  /** Two browsers have the same code: one of them may be a thief's, so the page and the owner are told (§6.2). */
  async function contest(tx: Tx, id: PairingId, browser: string | null): Promise<void> {
    const contested = await tx.query
      .updateTable('pairings')
      .set({ contested: 1, revision: sql<number>`revision + 1` })
      .where('id', '=', id)
      .where('contested', '=', 0)
      .returningAll()
      .executeTakeFirst();
    if (!contested) return;
    await audit.record(tx, { event: 'pairing.contested', alert: true, ...auditOf(contested, browser) });
    tx.changed(`user:${contested.user_id}`);
    await pairings.tell(tx, contested);
  }

  return claim;
}

const isSame = (pairing: Pairing, offer: Offer): boolean =>
  pairing.sign_key === offer.sign_key &&
  pairing.receive_key === offer.receive_key &&
  pairing.commitment === offer.commitment;
