import { OWN_APPLICATION, type UserId } from '../../lib/protocol/ids.ts';
import type { Readiness } from '../../lib/protocol/methods.ts';
import type { Floor } from '../room.ts';
import type { AnyPolicy, Asked, MethodsNeeds } from './needs.ts';

/** What every factor says, as one list. */
export function createRegistry<Policy extends AnyPolicy>(
  { db }: Pick<Floor, 'db'>,
  needs: MethodsNeeds<Policy>,
) {
  /** How each method stands for one person, the strongest first; also those that are not set up. */
  async function readiness(asked: Asked<Policy>): Promise<Readiness[]> {
    const byFactor = await Promise.all(needs.factors.map((factor) => factor.readiness(asked)));
    const methods = byFactor.flat().toSorted((a, b) => b.strength - a.strength);
    // A factor knows only of the lock-out that concerns what can be guessed.
    return asked.locked && asked.policy.lockout.scope === 'all' ? methods.map(closed) : methods;
  }

  return {
    readiness,

    /** The same for a person's own settings: for signing in to any site, by what holds wherever nothing else does. */
    async standOf(user: UserId): Promise<{ methods: Readiness[]; autoPush: boolean }> {
      const policy = await needs.policies.effective(db.read, { application: OWN_APPLICATION, user });
      const person = await needs.users.find(db.read, user);
      const locked = person !== null && needs.users.isLocked(person);
      const methods = await readiness({ user, application: null, locked, policy });
      return { methods, autoPush: policy.autoPush === 'on' };
    },
  };
}

const closed = (method: Readiness): Readiness =>
  method.ready ? { ...method, ready: false, why: 'locked_out' } : method;

export type Registry = Pick<ReturnType<typeof createRegistry>, 'standOf'>;
