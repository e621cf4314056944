import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { PublicKey, ServiceKeys } from '../../lib/protocol/keys.ts';
import type { PromptPost } from '../../lib/protocol/prompt.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';

type OwnedPost = v.GenericSchema<unknown, v.InferOutput<typeof PromptPost>>;

/** What enrolment needs of other rooms. */
export interface EnrolmentNeeds {
  users: { find(query: Kysely<Schema>, id: UserId): Promise<Row<'users'> | null> };
  devices: {
    add(
      tx: Tx,
      device: { user: UserId; name: string; signKey: PublicKey; receiveKey: PublicKey },
    ): Promise<DeviceId>;
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
    standingOf(
      transaction: Row<'transactions'>,
    ): Promise<{ next: 'authenticate' | 'enrol' | 'pass' } | { next: 'refuse'; why: ErrorCode }>;
    /**
     * The page must read again; with `enrolled` a transaction that waited for the first browser moves on.
     * Neither fails where the transaction has ended meanwhile.
     */
    touch(tx: Tx, id: TransactionId, event: 'touched' | 'enrolled'): Promise<void>;
  };
}
