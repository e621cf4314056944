import type { Kysely } from 'kysely';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { Readiness } from '../../lib/protocol/methods.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';

/** A paired browser that has proven itself in this call. */
export interface DeviceCall {
  id: DeviceId;
  user: UserId;
  spend(tx: Tx): Promise<void>;
}

/** For whom, and for signing in to what, it is asked how the methods stand; see prompt/factor.ts. */
export interface Asked<Policy> {
  user: UserId;
  /** Null: to any site. */
  application: ApplicationId | null;
  locked: boolean;
  policy: Policy;
}

/** What this room itself reads of a policy. */
export interface AnyPolicy {
  autoPush: 'on' | 'off';
  lockout: { scope: 'guessable' | 'all' };
}

/** What the room of methods needs of others; `Policy` has whatever the factors follow. */
export interface MethodsNeeds<Policy extends AnyPolicy> {
  /** In the order of strength. */
  factors: readonly { readiness(asked: Asked<NoInfer<Policy>>): Promise<Readiness[]> }[];
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
    isLocked(user: Pick<Row<'people'>, 'locked_at' | 'locked_until'>): boolean;
  };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<Policy>;
  };
  applications: { list(): Promise<{ id: ApplicationId; name: string }[]> };
  devices: {
    authenticate(c: HttpContext, body?: Uint8Array | null): Promise<DeviceCall>;
  };
  stepUp: {
    /** @throws `step_up_needed`, `user_disabled` */
    require(
      tx: Tx,
      asked: { transaction: TransactionId; device: DeviceId; user: UserId; purpose: 'methods_change' },
    ): Promise<void>;
  };
  sealing: { derive(purpose: string, message: string): Buffer };
}
