import { Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { hashOf } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { type Begun, createBeginPairing } from './begin-pairing.ts';
import { createClaimPairing } from './claim-pairing.ts';
import { createConfirmPairing } from './confirm-pairing.ts';
import type { Invitations } from './invitations.ts';
import type { EnrolmentNeeds } from './needs.ts';
import type { OwnInvitations } from './own-invitations.ts';
import { createPairings, type Pairing } from './pairings.ts';

export type PairingSteps = ReturnType<typeof createPairingSteps>;

/** Every step of a pairing, from either page and from the device; each is one job of the database. */
export function createPairingSteps(
  floor: Floor,
  { needs, invitations, own }: { needs: EnrolmentNeeds; invitations: Invitations; own: OwnInvitations },
) {
  const pairings = createPairings(floor, { prompt: needs.prompt, invitations });
  const begin = createBeginPairing(floor, pairings);
  const { open, answer, takeInline } = createConfirmPairing(floor, { needs, pairings, invitations });

  /** `browser`: what the page's browser calls itself, for the owner if the invitation was used before. */
  async function beginByLink(
    tx: Tx,
    { token, secretHash, browser }: { token: string; secretHash: string; browser: string },
  ): Promise<(Begun & { username: string }) | Refusal> {
    const invitation = await invitations.byToken(tx.query, token);
    const refusal = await invitations.refusalOf(tx, { invitation, browser });
    if (refusal || !invitation) return refusal ?? new Refusal('invitation_unknown');
    const owner = await needs.users.find(tx.query, invitation.user_id);
    if (owner?.status !== 'active') return new Refusal('user_disabled');
    const begun = await begin(tx, { invitation: invitation.id, transaction: null, secretHash });
    return begun ? { ...begun, username: owner.username } : new Refusal('too_many');
  }

  /** The first browser comes by the inline invitation; another one by what the person has just proven here. */
  async function beginAtPrompt(
    tx: Tx,
    { id, user_id: user }: Row<'transactions'>,
    step: 'first' | 'another',
  ): Promise<Begun | Refusal> {
    if (!user) return new Refusal('enrolment_needed');
    const invitation =
      step === 'first'
        ? (await invitations.inline(tx.query, user))?.id
        : await own.atPrompt(tx, { user, transaction: id });
    if (!invitation) return new Refusal('enrolment_needed');
    const begun = await begin(tx, { invitation, transaction: id, secretHash: null });
    return begun ?? new Refusal('too_many');
  }

  /** Whether a code was ever made. A stranger who has none costs neither a signature nor a write. */
  const isCode = async (code: string): Promise<boolean> =>
    (await floor.db.read
      .selectFrom('pairings')
      .select('id')
      .where('code_hash', '=', hashOf(code))
      .executeTakeFirst()) !== undefined;

  /** The newest pairing of a prompt. */
  const ofTransaction = async (transaction: TransactionId): Promise<Pairing | null> =>
    (await floor.db.read
      .selectFrom('pairings')
      .selectAll()
      .where('transaction_id', '=', transaction)
      .orderBy('created_at', 'desc')
      // Two of the same millisecond: the later one has refused the earlier one.
      .orderBy((eb) => eb.case().when('state', '=', 'refused').then(1).else(0).end())
      .executeTakeFirst()) ?? null;

  return {
    find: pairings.find,
    isCode,
    claim: createClaimPairing(floor, { keys: needs.keys, pairings, invitations }),
    open,
    answer,
    takeInline,
    overtaken: pairings.overtaken,
    beginByLink,
    beginAtPrompt,
    ofTransaction,
  };
}
