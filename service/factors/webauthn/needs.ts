import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type {
  ApplicationId,
  CredentialId,
  DeviceId,
  TransactionId,
  UserId,
} from '../../../lib/protocol/ids.ts';
import type { PromptPost } from '../../../lib/protocol/prompt.ts';
import type { AuthenticatorKind, CredentialView } from '../../../lib/protocol/webauthn.ts';
import type { Row, Schema } from '../../db/schema.ts';
import type { HttpContext } from '../../http/http.ts';
import type { Tx } from '../../room.ts';

export type Transaction = Row<'transactions'>;
export type Credential = Row<'credentials'>;

/** The members of a policy that authenticators follow. */
export interface WebauthnPolicy {
  platform: 'on' | 'off';
  securityKeys: 'on' | 'off';
  cloneSuspected: 'warn' | 'refuse';
}

/** For whom a factor is asked how it stands, as `prompt/factor.ts` has it. */
export interface Asked {
  user: UserId;
  policy: WebauthnPolicy;
}

/** A device that has proven itself in this call. */
export interface DeviceCall {
  id: DeviceId;
  user: UserId;
  spend(tx: Tx): Promise<void>;
}

/** A verified registration. */
export interface NewCredential {
  user: UserId;
  /** Base64url. */
  rawId: string;
  kind: AuthenticatorKind;
  name: string;
  /** COSE_Key. */
  publicKey: Uint8Array;
  algorithm: number;
  signCount: number;
  /** It showed user verification. */
  verifies: boolean;
  transports: readonly string[];
  backupEligible: boolean;
  backedUp: boolean;
  aaguid: string;
  /** The sign-in or step-up that allowed it. */
  transaction: TransactionId;
  device?: DeviceId;
}

export interface Use {
  signCount: number;
  backedUp: boolean;
}

interface Own {
  id: CredentialId;
  user: UserId;
  device: DeviceId;
}

/** A paired browser that asked for a sign-in or step-up or approved it, and when. */
export interface Party {
  device: DeviceId;
  since: number;
}

/** A sign-in or step-up that was somebody else's. */
export interface Disowned {
  transaction: TransactionId;
  by: readonly Party[];
}

type OwnedPost = v.GenericSchema<unknown, v.InferOutput<typeof PromptPost>>;

/** What authenticators need of other rooms. */
export interface WebauthnNeeds {
  /** Extensions whose own pages may run a ceremony for this service. */
  extensionOrigins: readonly string[];
  credentials: {
    of(query: Kysely<Schema>, user: UserId): Promise<Credential[]>;
    byRawId(query: Kysely<Schema>, rawId: string): Promise<Credential | null>;
    /** Also those that were removed. */
    list(user: UserId): Promise<Credential[]>;
    /** Null if this very credential is registered already, to whomever. */
    add(tx: Tx, added: NewCredential): Promise<Credential | null>;
    /** False where the counter ran backwards. */
    used(tx: Tx, credential: Credential, use: Use): Promise<boolean>;
    usedAnyway(tx: Tx, credential: Credential, use: Use): Promise<boolean>;
    suspect(tx: Tx, credential: Credential): Promise<void>;
    /** @throws `not_found` */
    rename(tx: Tx, own: Own, name: string): Promise<Credential>;
    /** @throws `not_found`, `last_method` */
    endOwn(tx: Tx, own: Own): Promise<void>;
    /** Removes what this sign-in or step-up has added, and what its browsers have added since. */
    endOf(tx: Tx, disowned: Disowned): Promise<void>;
    viewOf(credential: Credential): CredentialView;
  };
  transactions: { find(query: Kysely<Schema>, id: TransactionId): Promise<Transaction | null> };
  prompt: {
    /** The transaction that the caller's page owns, and the checked body of its POST. */
    ownerPost<Shape extends OwnedPost>(
      c: HttpContext,
      schema: Shape,
    ): Promise<{ transaction: Transaction; body: v.InferOutput<Shape> }>;
    /** The policy by which the person may go on. @throws why they may not */
    requireStanding(transaction: Transaction): Promise<WebauthnPolicy>;
    /** Whose authenticator it is, and the policy that counts. @throws why it cannot be used; `none` where the person has none */
    requireReady(
      transaction: Transaction,
      asked: { method: AuthenticatorKind; none: 'authenticator_none' },
    ): Promise<{ user: UserId; policy: WebauthnPolicy }>;
    /** That this may be set up here and now; says whether it is the person's first way to sign in. @throws why not */
    requireSetUp(transaction: Transaction, method: AuthenticatorKind): Promise<'first' | 'another'>;
    /** A way to sign in was set up at this prompt, which goes on to the first sign-in by it. */
    touch(tx: Tx, id: TransactionId, event: 'set_up'): Promise<void>;
    /** Another one was added to an approved sign-in, which stays approved. @throws `transaction_state` */
    addAnother(tx: Tx, id: TransactionId): Promise<void>;
    /** Takes back what waits for an answer, so that one thing is asked at a time. */
    withdrawAll(tx: Tx, transaction: Transaction): Promise<void>;
    /** @throws `transaction_state` */
    proven(
      tx: Tx,
      proof: {
        transaction: Transaction;
        approval: { factor: AuthenticatorKind; device: null; deviceName: string };
      },
    ): Promise<void>;
  };
  enrolment: {
    /** Uses up the invitation by which the person may set up at the prompt; false if it is gone. */
    takeInline(tx: Tx, transaction: Transaction): Promise<boolean>;
  };
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
    recordSuccess(tx: Tx, id: UserId): Promise<void>;
  };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<WebauthnPolicy>;
  };
  devices: {
    authenticate(c: HttpContext, body?: Uint8Array | null): Promise<DeviceCall>;
    find(query: Kysely<Schema>, id: DeviceId): Promise<Row<'devices'> | null>;
  };
  stepUp: {
    askerOf(tx: Tx, transaction: TransactionId): Promise<Party | null>;
    /** @throws `step_up_needed` */
    require(
      tx: Tx,
      asked: {
        transaction: TransactionId;
        device: DeviceId;
        user: UserId;
        purpose: 'credential_add' | 'credential_remove';
      },
    ): Promise<void>;
  };
  sealing: { derive(purpose: string, message: string): Buffer };
}
