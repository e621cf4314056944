import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { Method, PairingView } from '../../lib/protocol/prompt.ts';
import type { StepUpPurpose } from '../../lib/protocol/step-up.ts';
import type { TrustQuestion } from '../../lib/protocol/trust.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { AuditEntry, Tx } from '../room.ts';
import type { Factor } from './factor.ts';
import type { Wishes } from './opening.ts';
import type { PromptPolicy } from './policy.ts';
import type { Approval } from './transactions.ts';

/** A paired browser that has proven itself in this call. */
export interface PresentDevice {
  id: DeviceId;
  user: UserId;
  spend(tx: Tx): Promise<void>;
  /** After `spend`: the next link of its chained nonce, since this call weighs. */
  renew(tx: Tx): Promise<void>;
}

/** The cookie of a trusted browser, as the room of trust reads it. */
interface TrustToken {
  family: string;
  series: string;
  number: number;
}

/** How a sign-in is approved that a trusted browser lets pass. */
interface Passed {
  approval: Approval;
  entry: Pick<AuditEntry, 'event' | 'device' | 'detail'>;
}

/** What the prompt needs of other rooms. */
export interface PromptNeeds {
  /** In the order of strength. */
  factors: readonly Factor[];
  users: {
    /** With what their groups add. */
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
    byName(query: Kysely<Schema>, username: string): Promise<Row<'people'> | null>;
    isLocked(user: Pick<Row<'people'>, 'locked_at' | 'locked_until'>): boolean;
  };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<PromptPolicy>;
  };
  applications: { find(id: ApplicationId): Promise<{ id: ApplicationId; name: string } | null> };
  enrolment: {
    inlineInvitation(user: UserId): Promise<boolean>;
    pairingOf(transaction: TransactionId): Promise<PairingView | null>;
    /** The browser that this very prompt has paired, while it may speak. */
    pairedAt(
      query: Kysely<Schema>,
      transaction: TransactionId,
    ): Promise<{ id: DeviceId; name: string } | null>;
  };
  devices: { authenticate(c: HttpContext, body: Uint8Array): Promise<PresentDevice> };
  methods: {
    /** The one row of the person's settings, as far as a prompt follows it. */
    wishesOf(query: Kysely<Schema>, asked: { user: UserId; application: ApplicationId }): Promise<Wishes>;
    /** A method has let this person in: the next prompt opens with it. Not called for a failed try, nor where nobody was asked. */
    succeeded(tx: Tx, success: { user: UserId; approval: Approval }): Promise<void>;
    /** What succeeded last in the browser that asks, by its own hint; null where it has none. A hint is no proof of anything. */
    lastHere(c: HttpContext, user: UserId): Method | null;
    /** Leaves that hint with the reply. */
    remember(c: HttpContext, success: { user: UserId; factor: string | null }): void;
  };
  trust: {
    /** Null where it was answered, or is not to be asked. */
    question(c: HttpContext, transaction: Row<'transactions'>): Promise<TrustQuestion | null>;
    /** By the key of a paired browser that has just proven its presence; `until` when it is trusted, in milliseconds. */
    passWithKey(
      tx: Tx,
      asked: { transaction: Row<'transactions'>; device: DeviceId },
    ): Promise<(Passed & { until: number }) | null>;
    /** The cookie by which this sign-in may pass, if the browser has one. */
    heldFor(c: HttpContext, transaction: Row<'transactions'>): Promise<TrustToken | null>;
    /** `tell` tells the browser, once all is durable. */
    passWithCookie(
      tx: Tx,
      asked: { transaction: Row<'transactions'>; token: TrustToken },
    ): Promise<{ passed: Passed | null; tell(c: HttpContext): void }>;
  };
  stepUp: { purposeOf(query: Kysely<Schema>, transaction: TransactionId): Promise<StepUpPurpose | null> };
  portal: {
    /** Whether this approval opens it. */
    opens(query: Kysely<Schema>, transaction: TransactionId): Promise<boolean>;
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
