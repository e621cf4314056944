import { Refusal } from '../../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type UserId } from '../../../lib/protocol/ids.ts';
import type { AssertionResponse, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import type { Floor, Tx } from '../../room.ts';
import { challengeIn } from './answer.ts';
import type { Assertions } from './assertions.ts';
import { decoysOf } from './decoys.ts';
import type { WebauthnNeeds } from './needs.ts';
import { descriptorOf, directOptions } from './options.ts';
import { createQuestions } from './questions.ts';
import type { RelyingParty } from './relying-party.ts';
import { usableOf, whyOff } from './usable.ts';

interface DirectOptions {
  needs: WebauthnNeeds;
  assertions: Assertions;
  rp: RelyingParty;
}

/**
 * An authenticator alone, with no password before it: it must check who is there. What is asked and refused looks the
 * same for every name, up to a right signature.
 */
export function createDirect(
  { db, clock, random }: Pick<Floor, 'db' | 'clock' | 'random'>,
  { needs, assertions, rp }: DirectOptions,
) {
  const questions = createQuestions({ clock, random });

  const policyFor = (user: UserId | null) =>
    needs.policies.effective(db.read, { application: OWN_APPLICATION, user });

  return {
    /** `user` is null where nobody has this name. */
    async begin({ user, name }: { user: UserId | null; name: string }): Promise<CeremonyOptions> {
      const own = user ? usableOf(await needs.credentials.of(db.read, user), await policyFor(user)) : [];
      const allowed = own.length > 0 ? own.map(descriptorOf) : decoysOf(needs.sealing, name);
      return directOptions(rp, { challenge: questions.ask(user), allowed });
    },

    /** Uses the question up; what it returns counts the answer. @throws `challenge_used`, `portal_unproven`, and what policy says against this kind */
    async check(response: AssertionResponse) {
      const challenge = challengeIn(response);
      const question = questions.take(challenge);
      if (!question) throw new Refusal('challenge_used');
      const judged = await assertions.judge(response, {
        challenge: { challenge, purpose: 'direct', device_id: null },
        user: question.user,
        policy: await policyFor(question.user),
        userVerification: true,
      });
      if (judged.refusal) throw alike(judged.refusal);
      const { user_id: user, kind, name } = judged.credential;
      const off = whyOff(kind, judged.policy);
      if (off) throw new Refusal(off);
      return { user, kind, name, count: (tx: Tx) => assertions.count(tx, judged) };
    },
  };
}

/** Each reason would tell something about the name: only our own faults are told from the rest. */
const alike = (refusal: Refusal): Refusal =>
  refusal.code === 'internal' ? refusal : new Refusal('portal_unproven', { cause: refusal });
