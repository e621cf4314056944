import type { TransactionId } from '../protocol/ids.ts';
import { type MethodSettings, MethodsView } from '../protocol/methods.ts';
import { type Account, about } from './account.ts';
import type { Calls } from './calls.ts';

interface Settings {
  /** The one that was seen. */
  version: number;
  settings: MethodSettings;
  stepUp: TransactionId | null;
}

/** A paired device's calls about its person's methods. */
export function createMethodCalls({ call }: Calls) {
  return {
    read: (account: Account): Promise<MethodsView> =>
      call({ ...about(account), method: 'GET', route: 'deviceMethods', reply: MethodsView }),

    /** Answers with what there is then. @throws `version_conflict` where it was changed meanwhile; `step_up_needed` where it weakens security */
    write: (account: Account, { version, settings, stepUp }: Settings): Promise<MethodsView> =>
      call({
        ...about(account),
        method: 'PUT',
        route: 'deviceMethods',
        ifVersion: version,
        body: { settings, stepUp },
        reply: MethodsView,
      }),
  };
}
