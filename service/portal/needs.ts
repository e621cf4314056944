import type { Kysely } from 'kysely';
import type { BrowserInvited } from '../../lib/protocol/browsers.ts';
import type { Refusal } from '../../lib/protocol/errors.ts';
import type { ApplicationId, CredentialId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { PromptPost } from '../../lib/protocol/prompt.ts';
import type { StepUpPurpose } from '../../lib/protocol/step-up.ts';
import type { ForgetPost, TrustedBrowser } from '../../lib/protocol/trust.ts';
import type { AssertionResponse, AuthenticatorKind, CeremonyOptions } from '../../lib/protocol/webauthn.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';

/** What stands for a browser: the key of a paired one, or a cookie's family. */
export type Holder = { device: DeviceId } | { family: string };

/** Somebody has used an authenticator of theirs, and it has checked who is there. */
export interface DirectProof {
  user: UserId;
  kind: AuthenticatorKind;
  /** What the authenticator is called. */
  name: string;
  /** Counts the use; says why it does not count. What it changed must stay changed. */
  count(tx: Tx): Promise<Refusal | null>;
}

/** A browser of the person's, and the one in which something is done to it; null where no paired one is. */
interface OwnBrowser {
  id: DeviceId;
  user: UserId;
  by: DeviceId | null;
}

/** The same of an authenticator. */
interface OwnAuthenticator {
  id: CredentialId;
  user: UserId;
  device: DeviceId | null;
}

/** What the portal needs of other rooms. */
export interface PortalNeeds {
  prompt: {
    /** The transaction that the caller's page owns. */
    ownerPost(c: HttpContext, schema: typeof PromptPost): Promise<{ transaction: Row<'transactions'> }>;
    /** Whether this browser has proven that the prompt is open in it, and may still speak. */
    isPresent(
      query: Kysely<Schema>,
      asked: { transaction: TransactionId; device: DeviceId },
    ): Promise<boolean>;
    /** The one of those that did so last. */
    presentDevice(query: Kysely<Schema>, transaction: TransactionId): Promise<{ id: DeviceId } | null>;
  };
  transactions: {
    /** Null unless it is approved, and has neither gone on to its site nor run out of time. */
    approved(query: Kysely<Schema>, id: TransactionId): Promise<Row<'transactions'> | null>;
  };
  /** What a prompt's success is for; null for an ordinary sign-in. */
  stepUp: { purposeOf(query: Kysely<Schema>, transaction: TransactionId): Promise<StepUpPurpose | null> };
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
    byName(query: Kysely<Schema>, username: string): Promise<Row<'people'> | null>;
    /** The form in which names are compared. */
    keyOf(username: string): string;
    isLocked(user: Row<'people'>): boolean;
  };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<{ lockout: { scope: 'guessable' | 'all' } }>;
  };
  devices: {
    /** Those that may speak, the oldest first. */
    active(user: UserId): Promise<Row<'devices'>[]>;
    /** @throws `not_found` */
    rename(tx: Tx, own: OwnBrowser, name: string): Promise<void>;
    /** @throws `not_found`, `last_method` */
    endOwn(tx: Tx, own: OwnBrowser): Promise<void>;
  };
  credentials: {
    of(query: Kysely<Schema>, user: UserId): Promise<Row<'credentials'>[]>;
    /** @throws `not_found` */
    rename(tx: Tx, own: OwnAuthenticator, name: string): Promise<unknown>;
    /** @throws `not_found`, `last_method` */
    endOwn(tx: Tx, own: OwnAuthenticator): Promise<void>;
  };
  enrolment: {
    /** The link by which the person pairs one more browser, or the one that replaces this. @throws why they may not */
    inviteOwn(
      tx: Tx,
      own: {
        user: UserId;
        replaces: DeviceId | null;
        transaction: TransactionId | null;
        device: DeviceId | null;
      },
    ): Promise<BrowserInvited>;
  };
  applications: { find(id: ApplicationId): Promise<{ name: string } | null> };
  direct: {
    /** What to ask whoever gives this name; `user` is null where nobody has it. */
    begin(asker: { user: UserId | null; name: string }): Promise<CeremonyOptions>;
    /** @throws `challenge_used`, `portal_unproven` */
    check(response: AssertionResponse): Promise<DirectProof>;
  };
  trust: {
    /** `here` is the browser that asks; null where nothing stands for it. */
    list(query: Kysely<Schema>, asked: { user: UserId; here: Holder | null }): Promise<TrustedBrowser[]>;
    forget(
      tx: Tx,
      forgetting: { user: UserId; what: ForgetPost; here: Holder | null; by: 'person' },
    ): Promise<unknown>;
    /** The family of this person's cookie, if the browser that asks has one that stands. */
    familyHere(c: HttpContext, user: UserId): Promise<string | null>;
  };
}
