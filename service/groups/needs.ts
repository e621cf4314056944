import type { GroupId, UserId } from '../../lib/protocol/ids.ts';
import type { Tx } from '../room.ts';

/** What groups need of other rooms, each in the change's own transaction. */
export interface GroupsNeeds {
  trust: {
    /** Ends the trust in a person's browsers. */
    userChanged(tx: Tx, user: UserId): Promise<unknown>;
    /** The same for all members. */
    groupChanged(tx: Tx, group: GroupId): Promise<void>;
  };
  portal: {
    /** Ends a person's looks at it. */
    closeAll(tx: Tx, user: UserId): Promise<void>;
    /** The same for all members. */
    closeGroup(tx: Tx, group: GroupId): Promise<void>;
  };
  prompts: {
    /** Has a person's open prompts look again. */
    wake(tx: Tx, user: UserId): Promise<void>;
    /** The same for all members. */
    wakeGroup(tx: Tx, group: GroupId): Promise<void>;
  };
  policies: {
    /** Drops what a group changed of the policy. */
    forget(tx: Tx, group: GroupId): Promise<void>;
  };
}
