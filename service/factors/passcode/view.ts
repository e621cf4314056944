import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type UserId } from '../../../lib/protocol/ids.ts';
import type { FactorParts, MethodView } from '../../../lib/protocol/prompt.ts';
import type { Schema } from '../../db/schema.ts';
import type { Floor } from '../../room.ts';
import type { Holding, Look, PasscodeNeeds, PasscodePolicy } from './needs.ts';

/** A code of the browser alone would go round an approval that also takes the computer's authenticator. */
export const browsersCount = ({ browserApproval }: Pick<PasscodePolicy, 'browserApproval'>): boolean =>
  browserApproval !== 'user_verification';

/** Passcodes as the prompt sees them; see prompt/factor.ts for what each member promises. */
export function createView({ db }: Pick<Floor, 'db'>, { passcodes }: PasscodeNeeds) {
  /** A code from the help desk helps somebody out; it is nothing that they have. */
  const enrolled = async (query: Kysely<Schema>, user: UserId): Promise<boolean> =>
    (await passcodes.holdings.of(query, user)).some(lasting);

  const lapsed = (user: UserId): Promise<boolean> => passcodes.holdings.had(db.read, user);

  async function offers({ transaction, user, locked, policy }: Look): Promise<MethodView[]> {
    // A typed code says nothing of where it is typed: no proof for changing how one signs in (§5.10).
    if (transaction.application_id === OWN_APPLICATION) return [];
    const held = await passcodes.holdings.of(db.read, user);
    const counting = held.filter((holding) => counts(holding, policy));
    const ready = counting.filter((holding) => holding.ready);
    const why = whyNot({ locked, policy, ready });
    const listed = why === null ? ready : counting;
    if (listed.length === 0) return [];
    const devices = listed.map(({ name }) => name);
    return [{ method: 'passcode', ready: why === null, why, devices }];
  }

  return {
    enrolled,
    lapsed,
    offers,
    /** There is nothing to show but the field. */
    part: async (): Promise<Partial<FactorParts>> => ({}),
    present: async (): Promise<void> => {},
    /** Nothing waits for an answer: a code comes by itself. */
    withdraw: async (): Promise<void> => {},
    expire: async (): Promise<void> => {},
  };
}

const lasting = ({ kind }: Holding): boolean => kind !== 'bypass';

/** What policy has switched off and nobody owns needs no line that says so. */
function counts({ kind }: Holding, policy: PasscodePolicy): boolean {
  if (kind === 'browser') return browsersCount(policy);
  return kind !== 'bypass' || policy.passcodes === 'on';
}

function whyNot({
  locked,
  policy,
  ready,
}: Pick<Look, 'locked' | 'policy'> & { ready: readonly Holding[] }): ErrorCode | null {
  if (policy.passcodes === 'off') return 'passcode_off';
  if (locked) return 'locked_out';
  return ready.length > 0 ? null : 'passcode_not_ready';
}
