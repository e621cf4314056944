import type { ApplicationId } from '../../lib/protocol/ids.ts';
import { type MethodSettings, type OpensWith, type PushTo, STRENGTH } from '../../lib/protocol/methods.ts';
import { deviceOf, scopeOf } from './scopes.ts';

/** Whether a change makes it easier to get somebody to let a stranger in: then it takes a proof of who changes it. */
export function weakens(before: MethodSettings, after: MethodSettings): boolean {
  // Also where a prompt opens with one browser: once that is gone, this is who is asked.
  if (reachesFewer(before.pushTo, after.pushTo)) return true;
  const differing = [...before.applications, ...after.applications].map(({ application }) => application);
  return [null, ...differing].some((application) =>
    weakensScope(factsOf(before, application), factsOf(after, application)),
  );
}

interface Facts {
  opensWith: OpensWith;
  autoPush: boolean;
  /** Where requests go by themselves. */
  reaches: PushTo;
}

function factsOf(settings: MethodSettings, application: ApplicationId | null): Facts {
  const scope = scopeOf(settings, application);
  return { ...scope, reaches: deviceOf(scope.opensWith) ?? settings.pushTo };
}

const weakensScope = (before: Facts, after: Facts): boolean =>
  opensWeaker(before.opensWith, after.opensWith) ||
  (!before.autoPush && after.autoPush) ||
  reachesFewer(before.reaches, after.reaches);

/** Whoever chose an authenticator meant not to be led to what can be approved by mistake. */
function opensWeaker({ method }: OpensWith, after: OpensWith): boolean {
  if (method !== 'platform' && method !== 'security_key') return false;
  return after.method === 'last' || STRENGTH[after.method] < STRENGTH[method];
}

/** A browser that is asked no more would no longer tell its owner of a stranger's try. */
const reachesFewer = (before: PushTo, after: PushTo): boolean => after !== 'all' && after !== before;
