import { type Kysely, sql } from 'kysely';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE } from '../../lib/protocol/prompt.ts';
import type { Row, Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';
import { hashOf, opaqueId, secretToken } from '../ids.ts';
import type { AuditEntry, Floor, Tx } from '../room.ts';
import { type State, type TransitionName, transitions } from './machine.ts';

export type Transaction = Row<'transactions'>;

/** What a site asked, once its request was verified. */
export interface SignInRequest {
  application: ApplicationId;
  /** Exactly as the site wrote it. */
  username: string;
  redirectUri: string;
  siteState: string;
  nonce: string | null;
  duoCode: boolean;
  requestHash: string;
  address: string;
  userAgent: string;
}

export interface Beginning {
  user: UserId | null;
  state: State;
  /** Where it was promised before; drawn otherwise. */
  id?: TransactionId;
}

export interface Approval {
  factor: string;
  device: DeviceId | null;
  /** What the browser or authenticator is called. */
  deviceName: string | null;
}

export interface Move {
  id: TransactionId;
  event: TransitionName;
  /** With `approved`, `proven` and `passed`. */
  approval?: Approval;
  /** With `refused`. */
  refusal?: ErrorCode;
  /** How the audit log calls it, where what brought it about has a name of its own. */
  entry?: Omit<AuditEntry, 'user' | 'application' | 'transaction'>;
}

export type Transactions = ReturnType<typeof createTransactions>;

const byId = statement<{ id: TransactionId }>()((query, { id }) =>
  query.selectFrom('transactions').selectAll().where('id', '=', id),
);

const insert = change<Transaction>()((query, transaction) =>
  query
    .insertInto('transactions')
    .values(transaction)
    .onConflict((conflict) => conflict.column('request_hash').doNothing()),
);

/** What a transition writes; null leaves what is there. */
interface Change {
  id: TransactionId;
  now: number;
  refusal: ErrorCode | null;
  factor: string | null;
  device: DeviceId | null;
  deviceName: string | null;
  approvedAt: number | null;
}

/** A control character parts them, since no name holds one. */
const groupNames = sql<string | null>`(
  SELECT string_agg(groups.name, ${sql.lit('\n')} ORDER BY groups.created_at)
  FROM group_members JOIN groups ON groups.id = group_members.group_id
  WHERE group_members.user_id = transactions.user_id)`;

const moveBy = (event: TransitionName) =>
  statement<Change>()((query, change) =>
    query
      .updateTable('transactions')
      .set(({ fn, ref }) => ({
        state: transitions[event].to,
        revision: sql<number>`revision + 1`,
        refusal: fn.coalesce(sql.val(change.refusal), ref('refusal')),
        factor: fn.coalesce(sql.val(change.factor), ref('factor')),
        device_id: fn.coalesce(sql.val(change.device), ref('device_id')),
        device_name: fn.coalesce(sql.val(change.deviceName), ref('device_name')),
        approved_at: fn.coalesce(sql.val(change.approvedAt), ref('approved_at')),
        ...(transitions[event].to === 'approved' && { group_names: groupNames }),
      }))
      .where('id', '=', change.id)
      .where('state', 'in', transitions[event].from)
      // What was granted may be taken back when the time for granting is over.
      .$if(event !== 'refused', (move) => move.where('expires_at', '>', change.now))
      .returningAll(),
  );

const moves = Object.fromEntries(
  Object.keys(transitions).map((event) => [event, moveBy(event as TransitionName)]),
) as Record<TransitionName, ReturnType<typeof moveBy>>;

interface TransactionsNeeds {
  methods: {
    /** A method has let this person in. */
    succeeded(tx: Tx, success: { user: UserId; approval: Approval }): Promise<void>;
  };
}

/** Opens sign-in transactions and moves them along; each with its row in the audit log. */
export function createTransactions(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  { methods }: TransactionsNeeds,
) {
  return {
    /** One request opens one transaction; null if it has opened one already. */
    async open(tx: Tx, request: SignInRequest, begin: Beginning) {
      const id = begin.id ?? (opaqueId(random) as TransactionId);
      const cookie = secretToken(random);
      const now = clock.now();
      const opened = await insert(tx.query, {
        id,
        application_id: request.application,
        user_id: begin.user,
        cookie_hash: hashOf(cookie),
        challenge: opaqueId(random),
        state: begin.state,
        revision: 1,
        refusal: null,
        username: request.username,
        redirect_uri: request.redirectUri,
        site_state: request.siteState,
        nonce: request.nonce,
        duo_code: request.duoCode ? 1 : 0,
        request_hash: request.requestHash,
        address: request.address,
        user_agent: request.userAgent,
        factor: null,
        device_id: null,
        device_name: null,
        approved_at: null,
        set_up_at: null,
        group_names: null,
        created_at: now,
        expires_at: now + TRANSACTION_LIFE,
      });
      if (!opened) return null;
      await audit.record(tx, {
        event: 'transaction.opened',
        user: begin.user,
        application: request.application,
        transaction: id,
      });
      return { id, cookie };
    },

    /** Applies one transition, if the transaction is in a state that it starts from and, except to be refused, has not expired; null otherwise. */
    async move(tx: Tx, { id, event, approval, refusal, entry }: Move): Promise<Transaction | null> {
      const now = clock.now();
      const [moved] = await moves[event](tx.query, {
        id,
        now,
        refusal: refusal ?? null,
        factor: approval?.factor ?? null,
        device: approval?.device ?? null,
        deviceName: approval?.deviceName ?? null,
        approvedAt: approval ? now : null,
      });
      if (!moved) return null;
      const reason = refusal ?? approval?.factor;
      await audit.record(tx, {
        ...(entry ?? { event: `transaction.${event}`, ...(reason && { reason }) }),
        user: moved.user_id,
        application: moved.application_id,
        transaction: id,
      });
      if (approval && moved.user_id) await methods.succeeded(tx, { user: moved.user_id, approval });
      tx.changed(`transaction:${id}`);
      return moved;
    },

    /** Something that the page shows has changed without a transition. */
    async touch(tx: Tx, id: TransactionId): Promise<void> {
      await tx.query
        .updateTable('transactions')
        .set({ revision: sql<number>`revision + 1` })
        .where('id', '=', id)
        .execute();
      tx.changed(`transaction:${id}`);
    },

    find: async (query: Kysely<Schema>, id: TransactionId): Promise<Transaction | null> =>
      (await byId(query, { id }))[0] ?? null,

    /** Null unless it is approved, and has neither gone on to its site nor run out of time. */
    async approved(query: Kysely<Schema>, id: TransactionId): Promise<Transaction | null> {
      const [found] = await byId(query, { id });
      return found?.state === 'approved' && found.expires_at > clock.now() ? found : null;
    },
  };
}
