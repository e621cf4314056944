import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Opened } from '../http/to-prompt.ts';
import type { Tx } from '../room.ts';

/** What step-ups need of other rooms. */
export interface StepUpNeeds {
  users: { find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null> };
  devices: {
    authenticate(
      c: HttpContext,
      body: Uint8Array,
    ): Promise<{ id: DeviceId; user: UserId; spend(tx: Tx): Promise<void> }>;
  };
  prompt: {
    /** @throws `user_disabled` */
    openOwn(
      tx: Tx,
      request: { id: TransactionId; user: UserId; address: string; userAgent: string },
    ): Promise<Opened | null>;
  };
  pages: {
    /** Says that it is done, and marks the transaction for the extension. */
    done(transaction: TransactionId): Response;
    error(code: ErrorCode): Promise<Response>;
  };
}
