import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { ApplicationId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';

/** A protected site, as far as its requests are judged by it. */
export interface Client {
  id: ApplicationId;
  name: string;
  secret: string;
  redirectUris: readonly string[];
  anyRedirect: boolean;
  enabled: boolean;
}

/** What a verified request asks for. */
export interface SignInRequest {
  application: ApplicationId;
  /** Exactly as the site wrote it. */
  username: string;
  redirectUri: string;
  siteState: string;
  nonce: string | null;
  /** Whether the code goes back as `duo_code` and not as `code`. */
  duoCode: boolean;
  requestHash: string;
}

/** The facts of an approved sign-in that a site may learn. */
export interface Grant {
  transaction: TransactionId;
  /** Null for a user name that nobody has. */
  user: { id: UserId; username: string } | null;
  /** The names of their groups at that moment. */
  groups: readonly string[];
  /** Exactly as the site wrote it. */
  username: string;
  application: ApplicationId;
  nonce: string | null;
  /** Milliseconds since the Unix epoch. */
  approvedAt: number;
  factor: string;
  deviceName: string | null;
  address: string;
  userAgent: string;
}

/** What the site-facing interface needs of other rooms. */
export interface WebSdkNeeds {
  applications: {
    find(id: ApplicationId): Promise<Client | null>;
    allowsRedirect(application: Client, uri: string): boolean;
  };
  prompt: {
    /** Null: this request was used before. */
    open(
      tx: Tx,
      request: SignInRequest & { address: string; userAgent: string },
    ): Promise<{ id: TransactionId; cookie: string } | null>;
    /** The transaction that this request opened, if the caller holds its cookie. */
    resumable(c: HttpContext, requestHash: string): Promise<TransactionId | null>;
    /** Null: not approved, or taken back. */
    granted(query: Kysely<Schema>, transaction: TransactionId): Promise<Grant | null>;
  };
  users: { byName(query: Kysely<Schema>, username: string): Promise<{ id: UserId } | null> };
  trust: {
    /** Ends the trust in this person's browsers, as far as it counts for this application. */
    passwordChanged(tx: Tx, whose: { user: UserId; application: ApplicationId }): Promise<unknown>;
  };
  /** A page that says in words what went wrong. */
  errorPage(code: ErrorCode): Promise<Response>;
}
