import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { PairingView } from '../../lib/protocol/prompt.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';
import type { Factor } from './factor.ts';
import type { PromptPolicy } from './policy.ts';

/** What the prompt needs of other rooms. */
export interface PromptNeeds {
  /** In the order of strength; the first that is ready opens the prompt. */
  factors: readonly Factor[];
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'users'> | null>;
    byName(query: Kysely<Schema>, username: string): Promise<Row<'users'> | null>;
    isLocked(user: Row<'users'>): boolean;
  };
  policies: { effective(query: Kysely<Schema>, application: ApplicationId): Promise<PromptPolicy> };
  applications: { find(id: ApplicationId): Promise<{ id: ApplicationId; name: string } | null> };
  enrolment: {
    inlineInvitation(user: UserId): Promise<boolean>;
    pairingOf(transaction: TransactionId): Promise<PairingView | null>;
  };
  devices: {
    authenticate(
      c: HttpContext,
      body: Uint8Array,
    ): Promise<{ id: DeviceId; user: UserId; spend(tx: Tx): Promise<void> }>;
  };
  sites: {
    /** Says where the browser goes from here: to the site with a code, or where a step-up ends. */
    grant(
      tx: Tx,
      finished: {
        transaction: TransactionId;
        application: ApplicationId;
        redirectUri: string;
        siteState: string;
        duoCode: boolean;
      },
    ): Promise<string>;
  };
  pages: {
    prompt(mark: { transaction: string; challenge: string }): Response;
    /** With the help desk's own words. */
    error(code: ErrorCode): Promise<Response>;
  };
}
