import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { DeviceId, PushId } from '../../../lib/protocol/ids.ts';
import type { PushView } from '../../../lib/protocol/push.ts';
import { change } from '../../db/statement.ts';
import type { Floor, Tx } from '../../room.ts';
import { requiredAnswer } from './answer.ts';
import { type Decided, evidence, type Verdict } from './decision.ts';
import { createEnd } from './end.ts';
import { isPresent } from './is-present.ts';
import type { Push, PushNeeds, PushPolicy } from './needs.ts';
import { verificationNumber } from './number.ts';

interface Approval {
  id: PushId;
  device: DeviceId;
  now: number;
  /** What this device may do as it is, and what it may do where it has proven presence. */
  allowed: 0 | 1;
  allowedHere: 0 | 1;
}

/** One statement decides: still pending, in time, and either right as it is or present in this very call. */
const approvePush = change<Approval>()((query, { id, device, now, allowed, allowedHere }) =>
  query
    .updateTable('pushes')
    .set({ state: 'approved', decided_by: device, decided_at: now })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .where(
      sql<boolean>`(${allowed} = 1 OR (${allowedHere} = 1 AND EXISTS (SELECT 1 FROM presences
        WHERE presences.transaction_id = pushes.transaction_id AND presences.device_id = ${device})))`,
    ),
);

/** An approval, and what it is judged by. */
interface Case extends Decided {
  policy: PushPolicy;
  /** A lock-out blocks what can be guessed, and leaves presence alone. */
  locked: boolean;
}

/** Approving: counted by one statement, and where that says no, why it does. */
export function createApprove(floor: Pick<Floor, 'clock' | 'audit'>, needs: PushNeeds) {
  const { wrongNumber, record } = createEnd(floor, needs);

  async function approve(tx: Tx, given: Case): Promise<Verdict> {
    const { push, decision } = given;
    const approved = await approvePush(tx.query, {
      id: push.id,
      device: decision.device.id,
      now: floor.clock.now(),
      allowed: allows(given, false) ? 1 : 0,
      allowedHere: decision.withCookie && allows(given, true) ? 1 : 0,
    });
    if (approved) return signIn(tx, given);
    const present = decision.withCookie && (await isPresent(tx.query, given));
    return answerOf(given, present) === 'number' ? explainNumber(tx, given, present) : explain(tx, given);
  }

  /** A lock-out blocks what can be guessed; whoever sits at the prompt guesses nothing. */
  function allows(given: Case, present: boolean): boolean {
    const answer = answerOf(given, present);
    if (answer !== 'number') return answer === 'click';
    return (present || !given.locked) && isRight(given.push, given.decision.claims.number);
  }

  function isRight(push: Push, number: string | undefined): boolean {
    const expected = Buffer.from(verificationNumber(needs.sealing, push));
    const given = Buffer.from(number ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  async function signIn(tx: Tx, decided: Decided): Promise<Verdict> {
    const { device } = decided.decision;
    const moved = await needs.transactions.move(tx, {
      id: decided.push.transaction_id,
      event: 'approved',
      approval: { factor: 'push', device: device.id, deviceName: device.name },
      entry: { event: 'push.approved', device: device.id, detail: evidence(decided) },
    });
    if (!moved) throw new Refusal('transaction_expired');
    await needs.users.recordSuccess(tx, device.user);
    tx.changed(`user:${device.user}`);
    return { state: 'approved' };
  }

  /** Why an approval did not count that takes the number, and what follows from it. `here`: proven in this very call. */
  async function explainNumber(tx: Tx, given: Case, here: boolean): Promise<Verdict> {
    if (given.locked && !here) return { refusal: 'locked_out' };
    if (given.decision.claims.number !== undefined) return wrongNumber(tx, given, given.policy);
    // A click would have done, had the prompt's cookie come along.
    const clicks = !here && answerOf(given, true) === 'click' && (await isPresent(tx.query, given));
    return { refusal: clicks ? 'presence_refused' : 'number_needed' };
  }

  /** The same where no number would help. */
  async function explain(tx: Tx, given: Case): Promise<Verdict> {
    if (given.policy.browserApproval === 'off') return { refusal: 'push_off' };
    if (await isPresent(tx.query, given)) return { refusal: 'presence_refused' };
    const { push } = given;
    await tx.query.updateTable('pushes').set({ elsewhere_refused: 1 }).where('id', '=', push.id).execute();
    await needs.transactions.touch(tx, push.transaction_id);
    await record(tx, given, { event: 'push.elsewhere_refused' });
    return { refusal: 'elsewhere_refused' };
  }

  return approve;
}

const answerOf = ({ push, policy }: Case, present: boolean): PushView['answer'] =>
  requiredAnswer(policy, { present, canShowNumber: push.can_show_number === 1 });
