import type { UserId } from '../../lib/protocol/ids.ts';
import type { Tx } from '../room.ts';

/** What users need of other rooms. */
export interface UsersNeeds {
  trust: {
    /** Ends the trust in a person's browsers, in the change's own transaction. */
    userChanged(tx: Tx, user: UserId): Promise<unknown>;
  };
  portal: {
    /** Ends their looks at it, so that enabling them again revives none. */
    closeAll(tx: Tx, user: UserId): Promise<void>;
  };
  prompts: {
    /** Has their open prompts look again. */
    wake(tx: Tx, user: UserId): Promise<void>;
  };
}
