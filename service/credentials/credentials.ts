import { type Kysely, sql } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { CredentialId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { AuthenticatorKind, CredentialView } from '../../lib/protocol/webauthn.ts';
import type { Row, Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { anotherWay, type UsableWays } from './another-way.ts';

export type Credential = Row<'credentials'>;

/** What a verified registration says of an authenticator. */
export interface NewCredential {
  user: UserId;
  /** Base64url; unique over everybody. */
  rawId: string;
  kind: AuthenticatorKind;
  name: string;
  /** COSE_Key. */
  publicKey: Uint8Array;
  algorithm: number;
  signCount: number;
  verifies: boolean;
  transports: readonly string[];
  backupEligible: boolean;
  backedUp: boolean;
  aaguid: string;
  /** The sign-in or step-up that allowed it. */
  transaction: TransactionId;
  /** The paired browser by which it was registered. */
  device?: DeviceId;
}

/** What one use reported. */
export interface Use {
  signCount: number;
  backedUp: boolean;
}

interface Own {
  id: CredentialId;
  user: UserId;
  device: DeviceId;
}

const activeOf = statement<{ user: UserId }>()((query, { user }) =>
  query
    .selectFrom('credentials')
    .selectAll()
    .where('user_id', '=', user)
    .where('removed_at', 'is', null)
    .orderBy('created_at'),
);

const activeByRawId = statement<{ rawId: string }>()((query, { rawId }) =>
  query.selectFrom('credentials').selectAll().where('raw_id', '=', rawId).where('removed_at', 'is', null),
);

interface UseOf {
  id: CredentialId;
  signCount: number;
  backedUp: number;
  now: number;
}

const useAnyway = change<UseOf>()((query, { id, signCount, backedUp, now }) =>
  query
    .updateTable('credentials')
    .set({ sign_count: signCount, backed_up: backedUp, last_used_at: now })
    .where('id', '=', id)
    .where('removed_at', 'is', null),
);

/** A counter that stays at zero counts nothing; any other must grow with each use (WebAuthn §6.1.1). */
const useCounted = change<UseOf>()((query, { id, signCount, backedUp, now }) =>
  query
    .updateTable('credentials')
    .set({ sign_count: signCount, backed_up: backedUp, last_used_at: now })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .where(sql<boolean>`(sign_count < ${signCount} OR (sign_count = 0 AND ${signCount} = 0))`),
);

/** As its owner sees it. */
const viewOf = (row: Credential): CredentialView => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  cloneSuspected: row.clone_suspected_at !== null,
});

/** Authenticators that people have registered. A removed one keeps its row, so that the log can still name it. */
export function createCredentials({
  db,
  clock,
  random,
  audit,
}: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>) {
  /** Null if this very credential is registered already, to whomever. */
  async function add(tx: Tx, added: NewCredential): Promise<Credential | null> {
    const row = await tx.query
      .insertInto('credentials')
      .values({
        id: publicId('WA', random) as CredentialId,
        user_id: added.user,
        raw_id: added.rawId,
        kind: added.kind,
        name: added.name,
        public_key: added.publicKey,
        algorithm: added.algorithm,
        sign_count: added.signCount,
        verifies: added.verifies ? 1 : 0,
        transports: JSON.stringify(added.transports),
        backup_eligible: added.backupEligible ? 1 : 0,
        backed_up: added.backedUp ? 1 : 0,
        aaguid: added.aaguid,
        transaction_id: added.transaction,
        clone_suspected_at: null,
        created_at: clock.now(),
        last_used_at: null,
        removed_at: null,
      })
      .onConflict((conflict) => conflict.column('raw_id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    await told(tx, row, { event: 'credential.added', device: added.device });
    return row;
  }

  /** Records a use. False where the counter ran backwards, or the credential was removed meanwhile. */
  const used = async (tx: Tx, credential: Credential, use: Use): Promise<boolean> =>
    (await useCounted(tx.query, useOf(credential, use))) > 0;

  /** The same whatever its counter says, for a policy that only warns. */
  const usedAnyway = async (tx: Tx, credential: Credential, use: Use): Promise<boolean> =>
    (await useAnyway(tx.query, useOf(credential, use))) > 0;

  const useOf = ({ id }: Credential, { signCount, backedUp }: Use): UseOf => ({
    id,
    signCount,
    backedUp: backedUp ? 1 : 0,
    now: clock.now(),
  });

  /** The counter ran backwards: somebody may have a copy. Told once, however often the copies are used. */
  async function suspect(tx: Tx, { id }: Credential): Promise<void> {
    const row = await tx.query
      .updateTable('credentials')
      .set({ clone_suspected_at: clock.now() })
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .where('clone_suspected_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row) await told(tx, row, { event: 'credential.clone_suspected', alert: true });
  }

  /** @throws `not_found` for what is not this person's */
  async function rename(tx: Tx, { id, user, device }: Own, name: string): Promise<Credential> {
    const row = await tx.query
      .updateTable('credentials')
      .set({ name })
      .where('id', '=', id)
      .where('user_id', '=', user)
      .where('removed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new Refusal('not_found');
    await told(tx, row, { event: 'credential.renamed', device });
    return row;
  }

  /** Removes one's own, as long as another usable way to sign in remains. @throws `last_method`, `not_found` */
  async function endOwn(tx: Tx, { id, user, device }: Own, usable: UsableWays): Promise<void> {
    const row = await tx.query
      .updateTable('credentials')
      .set({ removed_at: clock.now() })
      .where('id', '=', id)
      .where('user_id', '=', user)
      .where('removed_at', 'is', null)
      .where(anotherWay({ id, user }, usable))
      .returningAll()
      .executeTakeFirst();
    if (row) return told(tx, row, { event: 'credential.removed', reason: 'owner', device });
    const stands = (await of(tx.query, user)).some((own) => own.id === id);
    throw new Refusal(stands ? 'last_method' : 'not_found');
  }

  /** Removes it, even the last one: for the operator. False if there is no such credential. */
  async function end(tx: Tx, id: CredentialId, { reason }: { reason: string }): Promise<boolean> {
    const row = await tx.query
      .updateTable('credentials')
      .set({ removed_at: clock.now() })
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) return false;
    await told(tx, row, { event: 'credential.removed', reason });
    return true;
  }

  /** Removes what a sign-in or step-up has added that turned out to be somebody else's ("Not you?"). */
  async function endOf(tx: Tx, transaction: TransactionId): Promise<void> {
    const rows = await tx.query
      .updateTable('credentials')
      .set({ removed_at: clock.now() })
      .where('transaction_id', '=', transaction)
      .where('removed_at', 'is', null)
      .returningAll()
      .execute();
    for (const row of rows) await told(tx, row, { event: 'credential.removed', reason: 'disowned' });
  }

  interface Told {
    event: string;
    reason?: string;
    alert?: boolean;
    device?: DeviceId | undefined;
  }

  async function told(tx: Tx, row: Credential, { event, reason, alert, device }: Told): Promise<void> {
    await audit.record(tx, {
      event,
      ...(reason && { reason }),
      ...(alert && { alert }),
      ...(device && { device }),
      user: row.user_id,
      detail: { about: row.name, credential: row.id },
    });
    tx.changed(`user:${row.user_id}`);
  }

  /** Those that can be used, the oldest first. */
  const of = (query: Kysely<Schema>, user: UserId): Promise<Credential[]> => activeOf(query, { user });

  return {
    of,
    viewOf,
    /** Null unless it can be used. */
    byRawId: async (query: Kysely<Schema>, rawId: string): Promise<Credential | null> =>
      (await activeByRawId(query, { rawId }))[0] ?? null,
    /** Also those that were removed. */
    list: (user: UserId): Promise<Credential[]> =>
      db.read
        .selectFrom('credentials')
        .selectAll()
        .where('user_id', '=', user)
        .orderBy('created_at')
        .execute(),
    add,
    used,
    usedAnyway,
    suspect,
    rename,
    endOwn,
    end,
    endOf,
  };
}
