import { type ErrorCode, Refusal } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { AssertionResponse } from '../../../lib/protocol/webauthn.ts';
import { asRefusal } from '../../http/http.ts';
import { createKeyRing } from '../../key-ring.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Reported } from './answer.ts';
import type { Challenge, Challenges } from './challenges.ts';
import type { Credential, WebauthnNeeds, WebauthnPolicy } from './needs.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';
import type { RelyingParty } from './relying-party.ts';
import { verifyAssertion } from './verify-assertion.ts';

const KEPT = 5_000;

/** What a question says about its answer. */
type Question = Pick<Challenge, 'challenge' | 'device_id'> & { purpose: Challenge['purpose'] | 'direct' };

/** Who must have answered, and what policy says of doubtful keys. */
export interface Examination {
  /** The question that is answered. */
  challenge: Question;
  /** Null where nobody has the name that was given. */
  user: UserId | null;
  policy: WebauthnPolicy;
  /** Whether each authenticator must check who is there, also one that was registered without. */
  userVerification: boolean;
}

/** An answer that was judged and not yet counted. */
export type Judged =
  | { challenge: Question; refusal: Refusal }
  | {
      challenge: Question;
      refusal: null;
      credential: Credential;
      reported: Reported;
      policy: WebauthnPolicy;
    };

type Right = Extract<Judged, { refusal: null }>;

interface AssertionsOptions {
  needs: WebauthnNeeds;
  challenges: Challenges;
  rp: RelyingParty;
}

/**
 * An answer is verified outside the database's transaction and counted in it: one statement uses the challenge up,
 * whatever the answer was worth.
 */
export function createAssertions({ db }: Pick<Floor, 'db'>, { needs, challenges, rp }: AssertionsOptions) {
  const keys = createKeyRing<PublicKey>(KEPT);

  const keyOf = async ({ id, public_key }: Credential): Promise<PublicKey> =>
    keys.find(id) ?? keys.keep(id, await readPublicKey(public_key));

  async function judge(
    answer: AssertionResponse,
    { challenge, user, policy, userVerification }: Examination,
  ): Promise<Judged> {
    try {
      const credential = await credentialOf(answer, { challenge, user });
      const reported = verifyAssertion(answer, {
        key: await keyOf(credential),
        backupEligible: credential.backup_eligible === 1,
        expected: {
          type: 'webauthn.get',
          challenge: challenge.challenge,
          origins: rp.originsOf(challenge),
          rpId: rp.id,
          userVerification: userVerification || credential.verifies === 1,
        },
      });
      return { challenge, refusal: null, credential, reported, policy };
    } catch (thrown) {
      return { challenge, refusal: asRefusal(thrown) };
    }
  }

  /** §7.2 steps 5 and 6: one of this person's, and the user handle too where the authenticator tells one. */
  async function credentialOf(
    answer: AssertionResponse,
    { challenge, user }: Pick<Examination, 'challenge' | 'user'>,
  ): Promise<Credential> {
    const credential = await needs.credentials.byRawId(db.read, answer.rawId);
    if (credential?.user_id !== user || answer.id !== answer.rawId)
      throw new Refusal('authenticator_unknown');
    // An approval is confirmed by the computer that makes it; a key could be elsewhere.
    if (challenge.purpose === 'confirm' && credential.kind !== 'platform')
      throw new Refusal('authenticator_unknown');
    const { userHandle } = answer.response;
    if (userHandle && userHandle !== rp.userHandle(credential.user_id))
      throw new Refusal('user_handle_wrong');
    return credential;
  }

  /** Uses the challenge up and counts the use; says why it does not count. What it changed must stay changed. */
  async function settle(tx: Tx, judged: Judged): Promise<Refusal | null> {
    if (!(await challenges.consume(tx, judged.challenge))) return new Refusal('challenge_used');
    if (judged.refusal) return judged.refusal;
    return count(tx, judged);
  }

  /** Counts the use; says why it does not count. What it changed must stay changed. */
  async function count(tx: Tx, judged: Right): Promise<Refusal | null> {
    const why = await use(tx, judged);
    return why && new Refusal(why);
  }

  /** A counter that ran backwards tells of a copy (§6.1.1). Where policy refuses copies, nothing by that key counts from then on. */
  async function use(tx: Tx, { credential, reported, policy }: Right): Promise<ErrorCode | null> {
    const refuses = policy.cloneSuspected === 'refuse';
    if (refuses && credential.clone_suspected_at !== null) return 'authenticator_clone';
    if (await needs.credentials.used(tx, credential, reported)) return null;
    if (!(await needs.credentials.byRawId(tx.query, credential.raw_id))) return 'authenticator_unknown';
    await needs.credentials.suspect(tx, credential);
    if (refuses) return 'authenticator_clone';
    await needs.credentials.usedAnyway(tx, credential, reported);
    return null;
  }

  return { judge, settle, count };
}

export type Assertions = ReturnType<typeof createAssertions>;
