import type { Kysely } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type {
  AuthenticatorKind,
  CeremonyOptions,
  RegistrationResponse,
} from '../../../lib/protocol/webauthn.ts';
import type { Schema } from '../../db/schema.ts';
import { browserName } from '../../http/browser-name.ts';
import { asRefusal } from '../../http/http.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Challenge, Challenges } from './challenges.ts';
import type { Credential, WebauthnNeeds } from './needs.ts';
import { registrationOptions, verificationAtRegistration } from './options.ts';
import type { RelyingParty } from './relying-party.ts';
import { whyOff } from './usable.ts';
import { type Registered, verifyRegistration } from './verify-registration.ts';

/** Authenticators of one person: more than anybody carries, and few enough to be read at each look at the prompt. */
const MOST = 20;

interface RegistrationAnswer {
  response: RegistrationResponse;
  /** What the person calls it. */
  name: string | undefined;
  /** Of the page that ran the ceremony. */
  userAgent: string;
}

interface RegistrationsOptions {
  needs: WebauthnNeeds;
  challenges: Challenges;
  rp: RelyingParty;
}

/** Registering an authenticator, whoever asks: the prompt, a paired browser, or the service's own page for it. */
export function createRegistrations(
  { db }: Pick<Floor, 'db'>,
  { needs, challenges, rp }: RegistrationsOptions,
) {
  async function optionsFor(challenge: Challenge): Promise<CeremonyOptions> {
    const [user, registered] = await Promise.all([
      needs.users.find(db.read, challenge.user_id),
      needs.credentials.of(db.read, challenge.user_id),
    ]);
    if (user?.status !== 'active') throw new Refusal('user_disabled');
    await requireAllowed(db.read, { challenge, kind: challenge.kind });
    if (registered.length >= MOST) throw new Refusal('authenticator_limit');
    return registrationOptions(rp, { challenge, user, registered });
  }

  /**
   * Verifies an answer, uses the challenge up whatever the answer was worth, and adds the authenticator. `also` runs
   * in the same transaction: where it throws, nothing was changed.
   * @throws what does not fit
   */
  async function finish(
    challenge: Challenge | null,
    answer: RegistrationAnswer,
    { origins, also }: { origins: readonly string[]; also?: (tx: Tx) => Promise<void> },
  ): Promise<Credential> {
    if (!challenge) throw new Refusal('challenge_used');
    const kind = kindOf(answer.response) ?? challenge.kind;
    const verified = await verifyRegistration(answer.response, {
      type: 'webauthn.create',
      challenge: challenge.challenge,
      origins,
      rpId: rp.id,
      userVerification: verificationAtRegistration(kind) === 'required',
    }).catch(asRefusal);
    const outcome = await db.write(async (tx) => {
      if (!(await challenges.consume(tx, challenge))) return new Refusal('challenge_used');
      if (verified instanceof Refusal) return verified;
      await requireActive(tx, challenge);
      await requireAllowed(tx.query, { challenge, kind });
      const added = await add(tx, { challenge, kind, verified, answer });
      if (added) await also?.(tx);
      return added ?? new Refusal('authenticator_registered');
    });
    if (outcome instanceof Refusal) throw outcome;
    return outcome;
  }

  /** By the policy of what the person signs in to, which for their own settings is the service itself. */
  async function requireAllowed(
    query: Kysely<Schema>,
    { challenge, kind }: { challenge: Challenge; kind: AuthenticatorKind },
  ): Promise<void> {
    const transaction = await needs.transactions.find(query, challenge.transaction_id);
    if (!transaction) throw new Refusal('challenge_used');
    const about = { application: transaction.application_id, user: challenge.user_id };
    const off = whyOff(kind, await needs.policies.effective(query, about));
    if (off) throw new Refusal(off);
  }

  /** Since the question was asked the person may have been disabled, and the browser that asked it reported or removed. */
  async function requireActive(tx: Tx, { user_id, device_id }: Challenge): Promise<void> {
    const user = await needs.users.find(tx.query, user_id);
    if (user?.status !== 'active') throw new Refusal('user_disabled');
    const device = device_id && (await needs.devices.find(tx.query, device_id));
    if (device && device.status !== 'active')
      throw new Refusal(device.status === 'suspended' ? 'device_suspended' : 'device_unknown');
  }

  interface Addition {
    challenge: Challenge;
    kind: AuthenticatorKind;
    verified: Registered;
    answer: RegistrationAnswer;
  }

  async function add(tx: Tx, { challenge, kind, verified, answer }: Addition): Promise<Credential | null> {
    return needs.credentials.add(tx, {
      ...verified,
      user: challenge.user_id,
      kind,
      name: answer.name ?? (await nameFor(tx, { kind, user: challenge.user_id, answer })),
      transaction: challenge.transaction_id,
      ...(challenge.device_id && { device: challenge.device_id }),
    });
  }

  interface Unnamed {
    kind: AuthenticatorKind;
    user: UserId;
    answer: RegistrationAnswer;
  }

  /** A computer is called like the browser that it was registered with; keys are numbered. */
  async function nameFor(tx: Tx, { kind, user, answer }: Unnamed): Promise<string> {
    if (kind === 'platform') return browserName(answer.userAgent);
    const taken = (await needs.credentials.of(tx.query, user)).map(({ name }) => name);
    for (let number = 1; ; number++) {
      const name = number === 1 ? 'Security key' : `Security key ${number}`;
      if (!taken.includes(name)) return name;
    }
  }

  return { optionsFor, finish };
}

export type Registrations = ReturnType<typeof createRegistrations>;

/** The browser knows better than we do what answered it (§5.4.5: what was asked for is a wish in some browsers). */
function kindOf({ authenticatorAttachment }: RegistrationResponse): AuthenticatorKind | null {
  if (!authenticatorAttachment) return null;
  return authenticatorAttachment === 'platform' ? 'platform' : 'security_key';
}
