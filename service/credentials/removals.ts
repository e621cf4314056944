import type { Clock } from '../../lib/ports/clock.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { CredentialId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { Tx } from '../room.ts';
import { anotherWay, type CredentialsNeeds } from './another-way.ts';
import type { Tell } from './tell.ts';

/** One's own credential, and the paired browser in which something is done to it; null where none is. */
export interface Own {
  id: CredentialId;
  user: UserId;
  device: DeviceId | null;
}

/** A sign-in or step-up that was somebody else's. */
export interface Disowned {
  transaction: TransactionId;
  /** The paired browsers that asked for it or approved it, and when. */
  by: readonly { device: DeviceId; since: number }[];
}

/** Ends credentials. Their rows stay, so that the log can still name them. */
export function createRemovals({ clock, tell, policies }: CredentialsNeeds & { clock: Clock; tell: Tell }) {
  const removal = (tx: Tx) =>
    tx.query
      .updateTable('credentials')
      .set({ removed_at: clock.now() })
      .where('removed_at', 'is', null)
      .returningAll();

  /** Removes one's own, as long as another usable way to sign in remains. @throws `last_method`, `not_found` */
  async function endOwn(tx: Tx, { id, user, device }: Own): Promise<void> {
    const row = await removal(tx)
      .where('id', '=', id)
      .where('user_id', '=', user)
      .where(await anotherWay(tx.query, { id, user, removes: 'authenticator', policies }))
      .executeTakeFirst();
    if (row) return tell(tx, row, { event: 'credential.removed', reason: 'owner', device });
    const stands = await tx.query
      .selectFrom('credentials')
      .select('id')
      .where('id', '=', id)
      .where('user_id', '=', user)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    throw new Refusal(stands ? 'last_method' : 'not_found');
  }

  /** Removes it, even the last one: for the operator. False if there is no such credential. */
  async function end(tx: Tx, id: CredentialId, { reason }: { reason: string }): Promise<boolean> {
    const row = await removal(tx).where('id', '=', id).executeTakeFirst();
    if (!row) return false;
    await tell(tx, row, { event: 'credential.removed', reason });
    return true;
  }

  /**
   * Removes what a sign-in or step-up has added that turned out to be somebody else's ("Not you?"), and all that
   * its browsers have added since: a key that was added so may have proven the next one.
   */
  async function endOf(tx: Tx, { transaction, by }: Disowned): Promise<void> {
    const rows = await removal(tx)
      .where((eb) =>
        eb.or([
          eb('transaction_id', '=', transaction),
          ...by.map(({ device, since }) =>
            eb.and([eb('device_id', '=', device), eb('created_at', '>=', since)]),
          ),
        ]),
      )
      .execute();
    for (const row of rows) await tell(tx, row, { event: 'credential.removed', reason: 'disowned' });
  }

  return { endOwn, end, endOf };
}
