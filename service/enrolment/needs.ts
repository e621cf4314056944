import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { PublicKey, ServiceKeys } from '../../lib/protocol/keys.ts';
import type { PromptPost } from '../../lib/protocol/prompt.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';

type OwnedPost = v.GenericSchema<unknown, v.InferOutput<typeof PromptPost>>;

/** What a pairing means to a prompt: something else to show; a way in that another page has set up; one set up by itself. */
export type PromptEvent = 'touched' | 'enrolled' | 'set_up';

/** A paired browser that asked for a sign-in or step-up or approved it, and when. */
export interface Party {
  device: DeviceId;
  since: number;
}

/** What enrolment needs of other rooms. */
export interface EnrolmentNeeds {
  users: { find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null> };
  devices: {
    add(
      tx: Tx,
      device: { user: UserId; name: string; signKey: PublicKey; receiveKey: PublicKey },
    ): Promise<DeviceId>;
    find(query: Kysely<Schema>, id: DeviceId): Promise<Row<'devices'> | null>;
    /** False if it had ended before. */
    end(
      tx: Tx,
      id: DeviceId,
      ending: { status: 'suspended' | 'removed'; reason: 'disowned' | 'replaced' },
    ): Promise<boolean>;
  };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<{ browserApproval: 'off' | 'click' | 'user_verification' }>;
  };
  stepUp: {
    askerOf(tx: Tx, transaction: TransactionId): Promise<Party | null>;
    /** What it proved counts no longer. */
    useUp(tx: Tx, transaction: TransactionId): Promise<void>;
  };
  proofs: {
    /** Checks a proof by a key that no device has yet; what it returns uses the proof up. */
    fromKey(c: HttpContext, proof: { body: Uint8Array | null; key: PublicKey }): (tx: Tx) => Promise<void>;
  };
  keys: { public(): ServiceKeys };
  prompt: {
    /** The transaction that the caller's page owns, and the checked body of its POST. */
    ownerPost<Shape extends OwnedPost>(
      c: HttpContext,
      schema: Shape,
    ): Promise<{ transaction: Row<'transactions'>; body: v.InferOutput<Shape> }>;
    /** That a browser may be set up here and now; says whether it is the person's first way to sign in. @throws why not */
    requireSetUp(transaction: Row<'transactions'>, method: 'push'): Promise<'first' | 'another'>;
    /**
     * The page must read again; otherwise a transaction that waited for the first way to sign in moves on.
     * None fails where the transaction has ended meanwhile.
     */
    touch(tx: Tx, id: TransactionId, event: PromptEvent): Promise<void>;
  };
}
