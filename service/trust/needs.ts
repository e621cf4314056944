import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { ApplicationId, DeviceId, TransactionId, TrustId, UserId } from '../../lib/protocol/ids.ts';
import type { TrustAnswer } from '../../lib/protocol/prompt.ts';
import type { ForgetPost } from '../../lib/protocol/trust.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { CopiedFamily } from './cookies/rotation.ts';
import type { Holder } from './records/holder.ts';
import type { NewTrust } from './records/make.ts';
import type { TrustRule } from './records/needs.ts';
import type { StandingTrust } from './records/records.ts';
import type { TrustUse, UsedTrust } from './records/use.ts';

/** The members of a policy by which a browser is trusted, and passes. */
export interface TrustingPolicy {
  trustedBrowsers: TrustRule & { whileLocked: 'keep' | 'suspend' };
  lockout: { scope: 'guessable' | 'all' };
}

/** What trusting needs of the records beside it, and of other rooms. */
export interface TrustingNeeds {
  trust: {
    make(tx: Tx, wish: NewTrust): Promise<{ id: TrustId; until: number }>;
    use(tx: Tx, wanted: TrustUse): Promise<UsedTrust | null>;
    list(query: Kysely<Schema>, user: UserId): Promise<StandingTrust[]>;
    forget(
      tx: Tx,
      forgetting: { user: UserId; what: ForgetPost; here: Holder | null; by: 'person' },
    ): Promise<unknown>;
    familyEnded: CopiedFamily;
  };
  prompt: {
    /** The transaction that the caller's page owns. */
    ownerPost(
      c: HttpContext,
      schema: typeof TrustAnswer,
    ): Promise<{ transaction: Row<'transactions'>; body: v.InferOutput<typeof TrustAnswer> }>;
    transactions: {
      find(query: Kysely<Schema>, id: TransactionId): Promise<Row<'transactions'> | null>;
    };
    /** Whether the person has a second step at all. */
    isEnrolled(query: Kysely<Schema>, user: UserId): Promise<boolean>;
    /** The paired browser that has proven last that the prompt is open in it, and may still speak. */
    presentDevice(
      query: Kysely<Schema>,
      transaction: TransactionId,
    ): Promise<{ id: DeviceId; name: string } | null>;
  };
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
    isLocked(user: Row<'people'>): boolean;
  };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<TrustingPolicy>;
  };
  applications: { find(id: ApplicationId): Promise<{ name: string } | null> };
  devices: {
    authenticate(
      c: HttpContext,
      body?: Uint8Array | null,
    ): Promise<{ id: DeviceId; user: UserId; spend(tx: Tx): Promise<void> }>;
  };
  sealing: Pick<Sealing, 'derive'>;
  /** The operator's name for an address; null where unknown. */
  placeOf(address: string): string | null;
}
