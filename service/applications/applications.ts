import * as v from 'valibot';
import { Refusal } from '../../lib/protocol/errors.ts';
import { ApplicationId, OWN_APPLICATION } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { statement } from '../db/statement.ts';
import { letters, publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { allowsRedirect, isRedirectUri } from './redirects.ts';

const byId = statement<{ id: ApplicationId }>()((query, { id }) =>
  query.selectFrom('applications').selectAll().where('id', '=', id),
);

/** A protected site. */
export interface Application {
  /** The client id. */
  id: ApplicationId;
  name: string;
  /** The HMAC key of the site's JWTs, as text. */
  secret: string;
  redirectUris: string[];
  /** Any https address that the site signs is trusted. */
  anyRedirect: boolean;
  enabled: boolean;
}

/** What an application is made from; the id and the secret are drawn where they are not given. */
export const NewApplication = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(64)),
  id: v.optional(ApplicationId),
  /** The SDKs take 40 characters and nothing else (§2.1). */
  secret: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{40}$/))),
  redirectUris: v.array(v.pipe(v.string(), v.check(isRedirectUri))),
  anyRedirect: v.optional(v.boolean(), false),
});
export type NewApplication = v.InferInput<typeof NewApplication>;

/** The protected sites, their secrets and where they may send people. */
export function createApplications(
  { db, clock, random, audit }: Floor,
  { sealing }: { sealing: Pick<Sealing, 'seal' | 'open'> },
) {
  /** Unsealing costs more than everything else on the way to a token. A row with another sealed value misses. */
  const secrets = new Map<ApplicationId, { sealed: Uint8Array; secret: string }>();

  function secretOf({ id, client_secret }: Row<'applications'>): string {
    const known = secrets.get(id);
    if (known && Buffer.compare(known.sealed, client_secret) === 0) return known.secret;
    const secret = sealing.open(placeOf(id), client_secret);
    secrets.set(id, { sealed: client_secret, secret });
    return secret;
  }

  /** One audited row; false if there is one with this id, which stays as it is. */
  async function insert(tx: Tx, application: Application): Promise<boolean> {
    const { id, name, secret, redirectUris, anyRedirect, enabled } = application;
    const added = await tx.query
      .insertInto('applications')
      .values({
        id,
        name,
        client_secret: sealing.seal(placeOf(id), secret),
        redirect_uris: JSON.stringify(redirectUris),
        any_redirect: anyRedirect ? 1 : 0,
        enabled: enabled ? 1 : 0,
        created_at: clock.now(),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added) await audit.record(tx, { event: 'application.added', application: id });
    return added !== undefined;
  }

  return {
    allowsRedirect,

    async find(id: ApplicationId): Promise<Application | null> {
      const [row] = await byId(db.read, { id });
      return row ? { ...entryOf(row), secret: secretOf(row) } : null;
    },

    /**
     * Adds an application; null if there is one with this id, which stays as it is.
     * @throws `bad_request` where the input does not fit `NewApplication`
     */
    async add(tx: Tx, input: NewApplication): Promise<Application | null> {
      const parsed = v.safeParse(NewApplication, input);
      if (!parsed.success) throw new Refusal('bad_request');
      const { name, redirectUris, anyRedirect } = parsed.output;
      const id = parsed.output.id ?? v.parse(ApplicationId, publicId('DI', random));
      const secret = parsed.output.secret ?? letters(40, random);
      const application = { id, name, secret, redirectUris, anyRedirect, enabled: true };
      return (await insert(tx, application)) ? application : null;
    },

    /** Makes the service's own entry if it is missing. No site can use it: it is disabled, and its secret shown to nobody. */
    async addOwn(tx: Tx): Promise<void> {
      await insert(tx, {
        id: OWN_APPLICATION,
        name: 'Countersign',
        secret: letters(40, random),
        redirectUris: [],
        anyRedirect: false,
        enabled: false,
      });
    },

    /** All of them by name, without their secrets. */
    async list(): Promise<Omit<Application, 'secret'>[]> {
      return (await db.read.selectFrom('applications').selectAll().orderBy('name').execute()).map(entryOf);
    },
  };
}

const placeOf = (id: ApplicationId) => ({ table: 'applications', column: 'client_secret', row: id });

const entryOf = (row: Row<'applications'>): Omit<Application, 'secret'> => ({
  id: row.id,
  name: row.name,
  redirectUris: JSON.parse(row.redirect_uris) as string[],
  anyRedirect: row.any_redirect === 1,
  enabled: row.enabled === 1,
});
