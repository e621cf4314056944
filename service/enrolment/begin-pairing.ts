import { DAY } from '../../lib/ports/clock.ts';
import type { InvitationId, PairingId, TransactionId } from '../../lib/protocol/ids.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { hashOf, opaqueId, secretToken } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { stands } from './invitations.ts';
import { auditOf, noLaterThan, type Pairing, type Pairings } from './pairings.ts';

/** How long an activation code waits for its browser (§5.11). */
const CODE_LIFE = DAY;
/** How many codes of one invitation may wait, and how many may be under comparison. */
const LIMIT = 5;

export interface Beginning {
  invitation: InvitationId;
  /** The prompt that begins it; null for the invitation page, which has a secret instead. */
  transaction: TransactionId | null;
  secretHash: string | null;
}

export interface Begun {
  pairing: Pairing;
  /** The activation link, shown once: only the code's hash is kept. */
  link: string;
}

export function createBeginPairing(
  { clock, random, audit, origin }: Pick<Floor, 'clock' | 'random' | 'audit' | 'origin'>,
  pairings: Pairings,
) {
  /** A reload asks for a new code, so old ones make room: all of the same prompt, and the oldest that wait. */
  async function makeRoom(tx: Tx, { invitation, transaction }: Beginning): Promise<void> {
    if (transaction) await pairings.end(tx, (query) => query.where('transaction_id', '=', transaction));
    await pairings.end(tx, (query) =>
      query
        .where('invitation_id', '=', invitation)
        .where('state', '=', 'open')
        .orderBy('created_at', 'desc')
        .limit(1_000)
        .offset(LIMIT - 1),
    );
  }

  /** Makes an activation code. Null if the invitation opens nothing, or too many browsers claimed its codes. */
  return async function begin(tx: Tx, beginning: Beginning): Promise<Begun | null> {
    await makeRoom(tx, beginning);
    const now = clock.now();
    const code = secretToken(random);
    const comparing = tx.query
      .selectFrom('pairings')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('invitation_id', '=', beginning.invitation)
      .where('state', 'in', ['claimed', 'compared'])
      .where('expires_at', '>', now);
    const row = tx.query
      .selectFrom('invitations')
      .select((eb) => [
        eb.val(opaqueId(random) as PairingId).as('id'),
        'invitations.id as invitation_id',
        'user_id',
        eb.val(beginning.transaction).as('transaction_id'),
        eb.val(beginning.secretHash).as('secret_hash'),
        eb.val(hashOf(code)).as('code_hash'),
        eb.val('open' as const).as('state'),
        eb.val(1).as('revision'),
        eb.val(0).as('page_confirmed'),
        eb.val(0).as('device_confirmed'),
        eb.val(0).as('contested'),
        eb.val(now).as('created_at'),
        noLaterThan(now + CODE_LIFE).as('expires_at'),
      ])
      .where('invitations.id', '=', beginning.invitation)
      .where(stands(now))
      .where(comparing, '<', LIMIT);
    const pairing = await tx.query
      .insertInto('pairings')
      .columns(columns)
      .expression(row)
      .returningAll()
      .executeTakeFirst();
    if (!pairing) return null;
    await audit.record(tx, { event: 'pairing.begun', ...auditOf(pairing) });
    await pairings.tell(tx, pairing);
    return { pairing, link: `${origin}${pathTo('activation')}#${code}` };
  };
}

/** In the order of the selection above. */
const columns = [
  'id',
  'invitation_id',
  'user_id',
  'transaction_id',
  'secret_hash',
  'code_hash',
  'state',
  'revision',
  'page_confirmed',
  'device_confirmed',
  'contested',
  'created_at',
  'expires_at',
] as const;
