import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { ErrorCode, Refusal } from '../../../lib/protocol/errors.ts';
import type { ApplicationId, DeviceId, PushId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { ServiceKeys } from '../../../lib/protocol/keys.ts';
import type { OpensWith, Readiness } from '../../../lib/protocol/methods.ts';
import type { PromptPost } from '../../../lib/protocol/prompt.ts';
import type { AssertionResponse, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import type { Row, Schema } from '../../db/schema.ts';
import type { HttpContext } from '../../http/http.ts';
import type { AuditEntry, Tx } from '../../room.ts';

/** The members of a policy that push follows. */
export interface PushPolicy {
  browserApproval: 'off' | 'click' | 'user_verification';
  elsewhere: 'number' | 'refuse';
  digits: number;
  askerWithoutNumber: 'refuse' | 'click';
  autoPush: 'on' | 'off';
  verifiedPush: 'elsewhere' | 'always';
  lockout: { threshold: number; scope: 'guessable' | 'all'; minutes: number };
}

export type Transaction = Row<'transactions'>;
export type Push = Row<'pushes'>;

/** A device that has proven itself in this call. */
export interface DeviceCall {
  id: DeviceId;
  user: UserId;
  name: string;
  signKey: KeyObject;
  spend(tx: Tx): Promise<void>;
  /** What this call decides weighs, so it brings the device another nonce. */
  renew(tx: Tx): Promise<void>;
}

/** For whom push is asked how it stands, and one look at a prompt; as `prompt/factor.ts` has them. */
export interface Asked {
  user: UserId;
  /** Null: to any site. */
  application: ApplicationId | null;
  locked: boolean;
  policy: PushPolicy;
  transaction?: Transaction;
}

export interface Look extends Asked {
  application: ApplicationId;
  transaction: Transaction;
}

export interface PartFacts {
  methods: readonly Readiness[];
  present: boolean;
  wishes: PushWishes | null;
}

/** How the person wants to be asked, as far as push follows it. */
export interface PushWishes {
  opensWith: OpensWith;
  autoPush: boolean;
  /** Null: all of the person's browsers. */
  pushTo: DeviceId | null;
}

type OwnedPost = v.GenericSchema<unknown, v.InferOutput<typeof PromptPost>>;

interface Move {
  id: TransactionId;
  event: 'challenged' | 'setBack' | 'approved' | 'refused';
  approval?: { factor: string; device: DeviceId | null; deviceName: string | null };
  refusal?: ErrorCode;
  /** How the audit log calls it. */
  entry?: Pick<AuditEntry, 'event' | 'reason' | 'device' | 'detail'>;
}

/** What push needs of other rooms. */
export interface PushNeeds {
  transactions: {
    move(tx: Tx, move: Move): Promise<Transaction | null>;
    touch(tx: Tx, id: TransactionId): Promise<void>;
  };
  prompt: {
    ownerPost<Shape extends OwnedPost>(
      c: HttpContext,
      schema: Shape,
    ): Promise<{ transaction: Transaction; body: v.InferOutput<Shape> }>;
    /** Whether the request carries the transaction's own cookie. */
    holds(c: HttpContext, transaction: Transaction): boolean;
    /** Whether a paired browser that may still speak has proven that the prompt is open in it. */
    anyPresent(query: Kysely<Schema>, id: TransactionId): Promise<boolean>;
    /** Takes back what waits for an answer, so that one thing is asked at a time. */
    withdrawAll(tx: Tx, transaction: Transaction): Promise<void>;
    /** @throws why the person may not go on at all. */
    requireStanding(transaction: Transaction): Promise<unknown>;
  };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<PushPolicy>;
  };
  methods: {
    wishesOf(query: Kysely<Schema>, asked: { user: UserId; application: ApplicationId }): Promise<PushWishes>;
  };
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
    isLocked(user: Row<'people'>): boolean;
    /** True if this one locked the account. */
    recordFailure(tx: Tx, id: UserId, rule: PushPolicy['lockout']): Promise<boolean>;
    recordSuccess(tx: Tx, id: UserId): Promise<void>;
  };
  devices: {
    authenticate(c: HttpContext, body?: Uint8Array | null): Promise<DeviceCall>;
    active(user: UserId): Promise<Row<'devices'>[]>;
    /** Also those that have ended. */
    list(user: UserId): Promise<Row<'devices'>[]>;
    end(tx: Tx, id: DeviceId, why: { status: 'suspended'; reason: string }): Promise<boolean>;
  };
  /** This computer's authenticator, which confirms an approval where policy asks for it. */
  confirmation: {
    /** @throws `authenticator_none` */
    begin(
      tx: Tx,
      asked: { user: UserId; transaction: TransactionId; device: DeviceId; push: PushId },
    ): Promise<CeremonyOptions>;
    /** Verifies; what it gives uses the challenge up, in the transaction of what it confirms, and says why it does not count. */
    check(
      response: AssertionResponse,
      asked: { user: UserId; device: DeviceId; push: PushId },
    ): Promise<(tx: Tx) => Promise<Refusal | null>>;
  };
  stepUp: {
    /** The paired browser that asked for it; null for an ordinary sign-in. */
    askerOf(tx: Tx, transaction: TransactionId): Promise<{ device: DeviceId } | null>;
  };
  trust: {
    /** Ends the trust that cookies stand for: whoever started the reported sign-in may have a copy of them. */
    fraudReported(tx: Tx, user: UserId): Promise<unknown>;
  };
  sites: {
    /** Voids what the site has not used yet, and what was added on the strength of this approval or since. */
    revoke(
      tx: Tx,
      transaction: TransactionId,
      approver: { device: DeviceId; since: number },
    ): Promise<'voided' | 'session_open'>;
  };
  signing: { public(): ServiceKeys; sign(payload: object, typ: string): string };
  sealing: { derive(purpose: string, message: string): Buffer };
  /** The operator's name for an address; null where unknown. */
  placeOf(address: string): string | null;
}
