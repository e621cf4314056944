import type { Tx } from '../room.ts';

/** What policies need of other rooms. */
export interface PoliciesNeeds {
  trust: {
    /** Ends what no policy allows any more, in the change's own transaction. */
    policyChanged(tx: Tx): Promise<void>;
  };
}
