import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import type { Readiness } from '../../lib/protocol/methods.ts';
import type { Method, SetUp } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import type { PromptNeeds } from './needs.ts';
import type { PromptPolicy } from './policy.ts';
import { anyPresent } from './presence.ts';
import type { Standing } from './standing.ts';
import type { Transaction } from './transactions.ts';

/** What a look at the prompt has found. */
export interface Found {
  next: Standing['next'];
  policy: PromptPolicy;
  methods: readonly Pick<Readiness, 'method' | 'ready'>[];
  /** Why the person may not go on, where they may not. */
  why?: ErrorCode;
}

const denied = statement<{ transaction: TransactionId }>()((query, { transaction }) =>
  query
    .selectFrom('pushes')
    .select('id')
    .where('transaction_id', '=', transaction)
    .where('state', '=', 'denied')
    .limit(1),
);

/**
 * The ways that policy lets a person set up at the prompt, the strongest first. A passcode is none of them: it is
 * made in a paired browser. Nor is a browser where an approval takes this computer's authenticator, as long as there
 * is none: it would let nobody in.
 */
export function choicesOf({ policy, methods }: Pick<Found, 'policy' | 'methods'>): Method[] {
  const { platform, securityKeys, browserApproval } = policy;
  const push =
    browserApproval === 'click' ||
    (browserApproval === 'user_verification' && isReady({ methods }, 'platform'));
  const allowed: (Method | false)[] = [
    platform === 'on' && 'platform',
    securityKeys === 'on' && 'security_key',
    push && 'push',
  ];
  return allowed.filter((method) => method !== false);
}

/** The first set-up of a person, as far as it happens in one sign-in (§5.11). */
export function createSetUp({ enrolment }: Pick<PromptNeeds, 'enrolment'>) {
  /** How far it is; null where nobody is being set up here. */
  return async function setUpOf(
    query: Kysely<Schema>,
    transaction: Transaction,
    found: Found,
  ): Promise<SetUp | null> {
    const { state, set_up_at } = transaction;
    if (state === 'enrolling')
      return found.next === 'enrol' ? { step: 'first', choices: choicesOf(found) } : null;
    if (set_up_at === null || found.next !== 'authenticate') return null;
    if (state === 'approved') return anotherOf(found);
    return (await practises(query, transaction, found)) ? { step: 'practice', choices: [] } : null;
  };

  /** Only where the pairing alone is as good as a click, and nobody has said no to the request. */
  async function practises(
    query: Kysely<Schema>,
    { id, state }: Transaction,
    found: Found,
  ): Promise<boolean> {
    if (state !== 'choosing' && state !== 'waiting') return false;
    if (found.policy.browserApproval !== 'click' || !isReady(found, 'push')) return false;
    if ((await enrolment.pairedAt(query, id)) === null) return false;
    // A browser elsewhere may be paired, but approves nothing here.
    if (found.policy.elsewhere === 'refuse' && !(await anyPresent(query, id))) return false;
    return (await denied(query, { transaction: id })).length === 0;
  }
}

export type SetUpOf = ReturnType<typeof createSetUp>;

const isReady = ({ methods }: Pick<Found, 'methods'>, method: Method): boolean =>
  methods.some((of) => of.method === method && of.ready);

function anotherOf(found: Found): SetUp | null {
  const choices = choicesOf(found).filter((method) => !isReady(found, method));
  return choices.length > 0 ? { step: 'another', choices } : null;
}
