import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { PairingId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { Floor, Tx } from '../room.ts';
import type { Invitations } from './invitations.ts';
import type { EnrolmentNeeds, PromptEvent } from './needs.ts';

export type Pairing = Row<'pairings'>;
type PairingIds = SelectQueryBuilder<Schema, 'pairings', { id: PairingId }>;

/** States from which a pairing can still come to an end of either kind. */
export const LIVE = ['open', 'claimed', 'compared'] as const;

export type Pairings = ReturnType<typeof createPairings>;

/** What every step of a pairing stands on. */
export function createPairings(
  { clock }: Pick<Floor, 'clock'>,
  { prompt, invitations }: Pick<EnrolmentNeeds, 'prompt'> & { invitations: Invitations },
) {
  const find = async (query: Kysely<Schema>, id: PairingId): Promise<Pairing | null> =>
    (await query.selectFrom('pairings').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;

  /** Tells the pages that show it. */
  async function tell(
    tx: Tx,
    { id, transaction_id }: Pick<Pairing, 'id' | 'transaction_id'>,
    event: PromptEvent = 'touched',
  ): Promise<void> {
    tx.changed(`pairing:${id}`);
    if (transaction_id) await prompt.touch(tx, transaction_id, event);
  }

  /** Refuses every live pairing of the selection, and gives what was ended. */
  async function end(tx: Tx, select: (query: PairingIds) => PairingIds): Promise<Pairing[]> {
    const ended = await tx.query
      .updateTable('pairings')
      .set({ state: 'refused', revision: sql<number>`revision + 1` })
      .where('id', 'in', select(tx.query.selectFrom('pairings').select('id')))
      .where('state', 'in', LIVE)
      .returningAll()
      .execute();
    for (const pairing of ended) await tell(tx, pairing);
    return ended;
  }

  /** For a step that changed nothing: the pairing, if that step was made before; otherwise why it cannot be made. */
  async function standing(
    tx: Tx,
    id: PairingId,
    made: (pairing: Pairing) => boolean,
  ): Promise<Pairing | Refusal> {
    const pairing = await find(tx.query, id);
    if (!pairing) return new Refusal('not_found');
    if (pairing.state === 'refused') {
      return (await overtaken(tx, pairing)) ?? new Refusal('pairing_refused');
    }
    if (pairing.state !== 'done' && pairing.expires_at <= clock.now())
      return new Refusal('activation_expired');
    return made(pairing) ? pairing : new Refusal('pairing_state');
  }

  /** For a refused pairing: whether another one has used its invitation, which is told to the owner. */
  async function overtaken(tx: Tx, pairing: Pairing): Promise<Refusal | null> {
    const invitation = await invitations.find(tx.query, pairing.invitation_id);
    if (!invitation?.used_at) return null;
    return invitations.refusalOf(tx, { invitation, browser: pairing.browser ?? '' });
  }

  return { find, tell, end, standing, overtaken };
}

/** A pairing's end, brought forward to `at`. The column has this name in `invitations` too, where a pairing gets its first one. */
export const noLaterThan = (at: number) =>
  sql<number>`CASE WHEN expires_at < ${at} THEN expires_at ELSE ${at} END`;

/** The members of an audit row that say which pairing it is about. */
export const auditOf = (pairing: Pairing, browser: string | null = pairing.browser) => ({
  user: pairing.user_id,
  ...(pairing.transaction_id && { transaction: pairing.transaction_id }),
  detail: { pairing: pairing.id, about: browser ?? '' },
});
