import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { CredentialId, DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { AuthenticatorKind, CredentialView } from '../../lib/protocol/webauthn.ts';
import type { Schema } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import { anotherWay, type CredentialsNeeds } from './another-way.ts';
import { createRemovals, type Own } from './removals.ts';
import { type Credential, createTell } from './tell.ts';
import { createUses } from './uses.ts';

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
export function createCredentials(
  { db, clock, random, audit }: Pick<Floor, 'db' | 'clock' | 'random' | 'audit'>,
  { policies }: CredentialsNeeds,
) {
  const tell = createTell({ audit });

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
        device_id: added.device ?? null,
        clone_suspected_at: null,
        created_at: clock.now(),
        last_used_at: null,
        removed_at: null,
      })
      .onConflict((conflict) => conflict.column('raw_id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    await tell(tx, row, { event: 'credential.added', device: added.device });
    return row;
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
    await tell(tx, row, { event: 'credential.renamed', device });
    return row;
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
    rename,
    ...createUses({ clock, tell }),
    ...createRemovals({ clock, tell, policies }),
    /** See `anotherWay`: for the room that ends browsers. */
    anotherWay: (query: Kysely<Schema>, own: { id: string; user: UserId }) =>
      anotherWay(query, { ...own, removes: 'browser', policies }),
  };
}
