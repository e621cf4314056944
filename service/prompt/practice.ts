import { Refusal } from '../../lib/protocol/errors.ts';
import { PromptPost } from '../../lib/protocol/prompt.ts';
import type { HttpContext } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import type { PromptNeeds } from './needs.ts';
import type { Owner } from './owner.ts';
import type { Found, SetUpOf } from './set-up.ts';
import type { Approval, Move, Transaction } from './transactions.ts';

interface PracticeOptions {
  needs: Pick<PromptNeeds, 'enrolment'>;
  ownerPost: Owner['ownerPost'];
  standingOf(transaction: Transaction): Promise<Found>;
  setUpOf: SetUpOf;
  proven(
    tx: Tx,
    how: { transaction: Transaction; approval: Approval; entry: NonNullable<Move['entry']> },
  ): Promise<void>;
}

/**
 * "Skip" of the practice request: a browser was paired at this very prompt, and the digits that both ends confirmed
 * show that it is the person's as well as a click in it would.
 */
export function createPractice(
  { db }: Pick<Floor, 'db'>,
  { needs, ownerPost, standingOf, setUpOf, proven }: PracticeOptions,
) {
  return async function skip(c: HttpContext): Promise<Response> {
    const { transaction } = await ownerPost(c, PromptPost);
    const found = await standingOf(transaction);
    if (found.why) throw new Refusal(found.why);
    await db.write(async (tx) => {
      // Within the write, since the request may be answered, or the browser removed, at the same moment.
      const setUp = await setUpOf(tx.query, transaction, found);
      const paired = await needs.enrolment.pairedAt(tx.query, transaction.id);
      if (setUp?.step !== 'practice' || !paired) throw new Refusal('transaction_state');
      await proven(tx, {
        transaction,
        approval: { factor: 'push', device: paired.id, deviceName: paired.name },
        entry: { event: 'pairing.accepted', device: paired.id },
      });
    });
    return c.json({});
  };
}
