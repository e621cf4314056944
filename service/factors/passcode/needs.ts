import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { PasscodePost } from '../../../lib/protocol/passcodes.ts';
import type { Row, Schema } from '../../db/schema.ts';
import type { HttpContext } from '../../http/http.ts';
import type { AuditEntry, Tx } from '../../room.ts';

export type Transaction = Row<'transactions'>;

/** The members of a policy that passcodes follow. */
export interface PasscodePolicy {
  passcodes: 'on' | 'off';
  bypassCodes: 'shown' | 'hidden';
  browserApproval: 'off' | 'click' | 'user_verification';
  lockout: { threshold: number; scope: 'guessable' | 'all'; minutes: number };
}

/** For whom, and for signing in to what, a factor is asked how it stands, as `prompt/factor.ts` has it. */
export interface Asked {
  user: UserId;
  /** Null: to any site. */
  application: ApplicationId | null;
  locked: boolean;
  policy: PasscodePolicy;
}

/** Something whose codes a person may type. */
export interface Holding {
  kind: 'browser' | 'token' | 'printed' | 'bypass';
  name: string;
  ready: boolean;
}

/** What made a code that was accepted. */
export interface Source {
  factor: 'passcode' | 'hardware_token' | 'bypass_code';
  name: string;
  device: DeviceId | null;
  id: string | null;
}

export type Outcome = { accepted: Source } | { refused: 'passcode_wrong' | 'passcode_used' };

/** What passcodes need of other rooms. */
export interface PasscodeNeeds {
  passcodes: {
    /** @throws `passcode_malformed` */
    read(typed: string): string;
    /** @throws `too_many` */
    countGuess(user: UserId): void;
    holdings: {
      of(query: Kysely<Schema>, user: UserId): Promise<Holding[]>;
      /** Also what has ended since. */
      had(query: Kysely<Schema>, user: UserId): Promise<boolean>;
    };
    /** What it gives says what the code is worth, for good, in the transaction of what the code allows. */
    judge(guess: { user: UserId; code: string; browsers: boolean }): Promise<(tx: Tx) => Promise<Outcome>>;
  };
  prompt: {
    ownerPost(
      c: HttpContext,
      schema: typeof PasscodePost,
    ): Promise<{ transaction: Transaction; body: v.InferOutput<typeof PasscodePost> }>;
    /** Whose code it is, and the policy that counts. @throws why none can be typed; `none` where the person has none */
    requireReady(
      transaction: Transaction,
      asked: { method: 'passcode'; none: 'passcode_none' },
    ): Promise<{ user: UserId; policy: PasscodePolicy }>;
    /** Its page reads again how things stand. */
    touch(tx: Tx, id: TransactionId, event: 'touched'): Promise<void>;
    /** @throws `transaction_state` */
    proven(
      tx: Tx,
      proof: {
        transaction: Transaction;
        approval: { factor: Source['factor']; device: DeviceId | null; deviceName: string };
        entry: Pick<AuditEntry, 'event' | 'reason' | 'device' | 'detail'>;
      },
    ): Promise<void>;
  };
  users: {
    find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null>;
    isLocked(user: Row<'people'>): boolean;
    /** True if this one locked the account. */
    recordFailure(tx: Tx, id: UserId, rule: PasscodePolicy['lockout']): Promise<boolean>;
    recordSuccess(tx: Tx, id: UserId): Promise<void>;
  };
}
