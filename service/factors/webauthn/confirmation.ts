import type { Kysely } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { DeviceId, PushId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { AssertionResponse, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import type { Schema } from '../../db/schema.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Assertions } from './assertions.ts';
import type { Challenges } from './challenges.ts';
import type { WebauthnNeeds } from './needs.ts';
import { assertionOptions } from './options.ts';
import type { RelyingParty } from './relying-party.ts';

/** One approval, as one paired browser is about to make it. */
interface Approving {
  user: UserId;
  device: DeviceId;
  push: PushId;
}

interface ConfirmationOptions {
  needs: WebauthnNeeds;
  challenges: Challenges;
  assertions: Assertions;
  rp: RelyingParty;
}

/** Policy `user_verification`: this computer's own authenticator confirms an approval in the browser that makes it. */
export function createConfirmation(
  { db }: Pick<Floor, 'db'>,
  { needs, challenges, assertions, rp }: ConfirmationOptions,
) {
  const platformOf = async (query: Kysely<Schema>, user: UserId) =>
    (await needs.credentials.of(query, user)).filter(({ kind }) => kind === 'platform');

  const askerOf = ({ device, push }: Omit<Approving, 'user'>) =>
    ({ purpose: 'confirm', device, push }) as const;

  return {
    /** What the authenticator is asked. @throws `authenticator_none` */
    async begin(
      tx: Tx,
      { transaction, ...approving }: Approving & { transaction: TransactionId },
    ): Promise<CeremonyOptions> {
      const candidates = await platformOf(tx.query, approving.user);
      if (candidates.length === 0) throw new Refusal('authenticator_none');
      const challenge = await challenges.issue(tx, askerOf(approving), {
        purpose: 'confirm',
        user_id: approving.user,
        transaction_id: transaction,
        device_id: approving.device,
        push_id: approving.push,
        kind: 'platform',
      });
      return assertionOptions(rp, { challenge, candidates, userVerification: 'required' });
    },

    /**
     * Verifies the answer; what it returns uses it up, in the transaction of the approval, and says why it does not
     * count. That transaction must stand even so: a wrong answer is used up, and a copy is told of.
     */
    async check(
      response: AssertionResponse,
      { user, ...approving }: Approving,
    ): Promise<(tx: Tx) => Promise<Refusal | null>> {
      const challenge = await challenges.open(db.read, askerOf(approving));
      const transaction = challenge && (await needs.transactions.find(db.read, challenge.transaction_id));
      if (!transaction) return async () => new Refusal('challenge_used');
      const policy = await needs.policies.effective(db.read, {
        application: transaction.application_id,
        user,
      });
      const judged = await assertions.judge(response, { challenge, user, policy, userVerification: true });
      return (tx) => assertions.settle(tx, judged);
    },
  };
}
