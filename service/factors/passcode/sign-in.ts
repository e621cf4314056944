import { type ErrorCode, Refusal } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { BYPASS_DIGITS, PasscodePost } from '../../../lib/protocol/passcodes.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes } from '../../http/http.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Outcome, PasscodeNeeds, PasscodePolicy, Source, Transaction } from './needs.ts';
import { browsersCount } from './view.ts';

/** A typed code as the second step of a sign-in. */
export function createSignIn({ db, audit }: Pick<Floor, 'db' | 'audit'>, needs: PasscodeNeeds) {
  const { passcodes, prompt, users } = needs;

  async function submit(c: HttpContext): Promise<Response> {
    const { transaction, body } = await prompt.ownerPost(c, PasscodePost);
    const code = passcodes.read(body.passcode);
    const { user, policy } = await prompt.requireReady(transaction, {
      method: 'passcode',
      none: 'passcode_none',
    });
    // Only they have that many digits. Whether this one is right is worth no answer.
    if (policy.bypassCodes === 'hidden' && code.length === BYPASS_DIGITS) throw new Refusal('bypass_hidden');
    passcodes.countGuess(user);
    const outcomeIn = await passcodes.judge({ user, code, browsers: browsersCount(policy) });
    // What a wrong code has counted must stay counted, so it is no throw that ends it.
    const refusal = await db.write(async (tx) => {
      const stands = await whyNot(tx, user);
      if (stands) return stands;
      const outcome = await outcomeIn(tx);
      if ('accepted' in outcome) return accept(tx, { transaction, user, source: outcome.accepted });
      return refuse(tx, { transaction, user, policy, why: outcome.refused });
    });
    if (refusal) throw new Refusal(refusal);
    return c.json({});
  }

  /** Several tries at once may have locked the account since, and then none of them counts. */
  async function whyNot(tx: Tx, user: UserId): Promise<ErrorCode | null> {
    const person = await users.find(tx.query, user);
    if (person?.status !== 'active') return 'user_disabled';
    return users.isLocked(person) ? 'locked_out' : null;
  }

  interface Accepted {
    transaction: Transaction;
    user: UserId;
    source: Source;
  }

  async function accept(tx: Tx, { transaction, user, source }: Accepted): Promise<null> {
    const { factor, name, device, id } = source;
    await prompt.proven(tx, {
      transaction,
      approval: { factor, device, deviceName: name },
      entry: {
        event: 'passcode.accepted',
        reason: factor,
        ...(device && { device }),
        detail: { about: name, ...(id && { source: id }) },
      },
    });
    await users.recordSuccess(tx, user);
    return null;
  }

  interface Refused {
    transaction: Transaction;
    user: UserId;
    policy: PasscodePolicy;
    why: Extract<Outcome, { refused: string }>['refused'];
  }

  async function refuse(tx: Tx, { transaction, user, policy, why }: Refused): Promise<ErrorCode> {
    const locks = why === 'passcode_wrong' && (await users.recordFailure(tx, user, policy.lockout));
    if (locks) await prompt.touch(tx, transaction.id, 'touched');
    await audit.record(tx, {
      event: 'passcode.refused',
      reason: why,
      user,
      application: transaction.application_id,
      transaction: transaction.id,
    });
    return why;
  }

  return newRoutes().post(routes.promptPasscode, submit);
}
