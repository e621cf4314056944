import type { DeviceId, TransactionId } from '../../lib/protocol/ids.ts';
import type { Tx } from '../room.ts';
import type { EnrolmentNeeds, Party } from './needs.ts';

/** What an invitation was made by: a sign-in or step-up, or a browser from some moment on. */
type Cause = { transaction: TransactionId } | Party;

/**
 * The person disowns a sign-in or step-up: the browsers end that were paired by what it proved, or by what its browsers
 * have asked for since, and those that these have brought along in turn.
 */
export function createDisown({ devices, stepUp }: Pick<EnrolmentNeeds, 'devices' | 'stepUp'>) {
  /** Says which browsers have ended. */
  return async function disown(tx: Tx, transaction: TransactionId, approver: Party): Promise<Party[]> {
    const asker = await stepUp.askerOf(tx, transaction);
    const causes: Cause[] = [{ transaction }, approver, ...(asker ? [asker] : [])];
    const ended: Party[] = [];
    for (const cause of causes) {
      for (const { device } of await pairedBy(tx, { transaction, cause })) {
        if (!(await devices.end(tx, device, { status: 'suspended', reason: 'disowned' }))) continue;
        const party = { device, since: 0 };
        ended.push(party);
        causes.push(party);
      }
    }
    return ended;
  };
}

/** The browsers that the person of this sign-in has paired because of one cause. */
const pairedBy = (
  tx: Tx,
  { transaction, cause }: { transaction: TransactionId; cause: Cause },
): Promise<{ device: DeviceId }[]> =>
  tx.query
    .selectFrom('pairings')
    .innerJoin('invitations', 'invitations.id', 'pairings.invitation_id')
    .select((eb) => eb.ref('pairings.device_id').$notNull().as('device'))
    .where('pairings.device_id', 'is not', null)
    // By the index of a person's invitations: everybody's are too many to look through.
    .where('invitations.user_id', 'in', (eb) =>
      eb.selectFrom('transactions').select('user_id').where('id', '=', transaction),
    )
    .where((eb) =>
      'transaction' in cause
        ? eb('invitations.transaction_id', '=', cause.transaction)
        : eb.and([
            eb('invitations.device_id', '=', cause.device),
            eb('invitations.created_at', '>=', cause.since),
          ]),
    )
    .execute();
