import type { ApplicationMethods, MethodSettings } from '../../../lib/protocol/methods.ts';

/** Settings in one form for everything that means the same: no row that follows the account, the others by id. */
export function settled({ opensWith, autoPush, pushTo, applications }: MethodSettings): MethodSettings {
  const own = applications.filter((row) => row.opensWith !== null || row.autoPush !== null);
  return { opensWith, autoPush, pushTo, applications: own.map(inOrder).sort(byId) };
}

const inOrder = ({ application, opensWith, autoPush }: ApplicationMethods): ApplicationMethods => ({
  application,
  opensWith,
  autoPush,
});

const byId = (one: ApplicationMethods, other: ApplicationMethods): number =>
  one.application < other.application ? -1 : 1;
