import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import { OWN_APPLICATION, type UserId } from '../../../lib/protocol/ids.ts';
import { type Readiness, STRENGTH } from '../../../lib/protocol/methods.ts';
import type { FactorParts } from '../../../lib/protocol/prompt.ts';
import type { Schema } from '../../db/schema.ts';
import type { Floor } from '../../room.ts';
import type { Asked, Holding, PasscodeNeeds, PasscodePolicy } from './needs.ts';

/** A code of the browser alone would go round an approval that also takes the computer's authenticator. */
export const browsersCount = ({ browserApproval }: Pick<PasscodePolicy, 'browserApproval'>): boolean =>
  browserApproval !== 'user_verification';

/** Passcodes as the prompt sees them; see prompt/factor.ts for what each member promises. */
export function createView({ db }: Pick<Floor, 'db'>, { passcodes }: PasscodeNeeds) {
  /** A code from the help desk helps somebody out; it is nothing that they have. */
  const enrolled = async (query: Kysely<Schema>, user: UserId): Promise<boolean> =>
    (await passcodes.holdings.of(query, user)).some(lasting);

  const lapsed = (user: UserId): Promise<boolean> => passcodes.holdings.had(db.read, user);

  async function readiness(asked: Asked): Promise<Readiness[]> {
    const held = (await passcodes.holdings.of(db.read, asked.user)).filter(
      ({ kind }) => kind !== 'browser' || browsersCount(asked.policy),
    );
    const accepted = held.filter(({ kind }) => kind !== 'bypass' || asked.policy.bypassCodes === 'shown');
    const usable = accepted.filter(({ ready }) => ready);
    const why = whyNot(asked, { held, accepted, usable });
    const ready = why === null;
    return [
      {
        method: 'passcode',
        enrolled: held.some(lasting),
        ready,
        why,
        strength: STRENGTH.passcode,
        devices: (ready ? usable : held.filter(lasting)).map(({ name }) => name),
      },
    ];
  }

  return {
    enrolled,
    lapsed,
    readiness,
    /** There is nothing to show but the field. */
    part: async (): Promise<Partial<FactorParts>> => ({}),
    present: async (): Promise<void> => {},
    /** Nothing waits for an answer: a code comes by itself. */
    withdraw: async (): Promise<void> => {},
    expire: async (): Promise<void> => {},
  };
}

const lasting = ({ kind }: Holding): boolean => kind !== 'bypass';

interface Codes {
  held: readonly Holding[];
  /** Those of them that policy does not hide. */
  accepted: readonly Holding[];
  /** Those of them that work already. */
  usable: readonly Holding[];
}

function whyNot({ application, locked, policy }: Asked, { held, accepted, usable }: Codes): ErrorCode | null {
  const closed = whyClosed(application, policy);
  // A code from the help desk that nobody may use here is not told of: there may be one, or none.
  if (closed !== null) return held.some(lasting) ? closed : 'method_missing';
  if (accepted.length === 0) return 'method_missing';
  if (locked) return 'locked_out';
  return usable.length > 0 ? null : 'passcode_not_ready';
}

/** Why no code is taken here, whatever the person has. */
function whyClosed(application: Asked['application'], { passcodes }: PasscodePolicy): ErrorCode | null {
  // A typed code says nothing of where it is typed: no proof for changing how one signs in (§5.10).
  if (application === OWN_APPLICATION) return 'passcode_here';
  return passcodes === 'off' ? 'passcode_off' : null;
}
