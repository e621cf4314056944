import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { PublicKey, ServiceKeys } from '../../lib/protocol/keys.ts';
import { signEs256 } from '../jws/jws.ts';
import type { Floor, Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';

export interface Signing {
  /** The keys that devices pin. */
  public(): ServiceKeys;
  /** Signs with the current key. */
  sign(payload: object, typ: string): string;
}

interface SigningKey {
  kid: string;
  key: KeyObject;
  public: PublicKey;
}

/** The service's own keys: one in use and the one that follows it, made at the first start and kept sealed. */
export async function createSigning(
  { db, clock }: Pick<Floor, 'db' | 'clock'>,
  { sealing }: { sealing: Sealing },
): Promise<Signing> {
  await db.write(async (tx) => {
    for (const role of ['current', 'next'] as const) await addKey(tx, { role, sealing, at: clock.now() });
  });
  const rows = await db.read.selectFrom('signing_keys').selectAll().where('role', '<>', 'retired').execute();
  const load = (role: 'current' | 'next'): SigningKey => {
    const row = rows.find((candidate) => candidate.role === role);
    if (!row) throw new Error(`The database has no ${role} signing key.`);
    const pem = sealing.open(place(row.id), row.private_key);
    return { kid: row.id, key: createPrivateKey(pem), public: JSON.parse(row.public_key) };
  };
  const current = load('current');
  const keys = { current: current.public, next: load('next').public };

  return {
    public: () => keys,
    sign: (payload, typ) => signEs256(payload, { key: current.key, kid: current.kid, typ }),
  };
}

interface NewKey {
  role: 'current' | 'next';
  sealing: Sealing;
  at: number;
}

/** Keeps the key that stands, if there is one. */
async function addKey(tx: Tx, { role, sealing, at }: NewKey): Promise<void> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = pair.publicKey.export({ format: 'jwk' });
  const publicKey = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' } satisfies PublicKey;
  const id = thumbprint(publicKey);
  const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  await tx.query
    .insertInto('signing_keys')
    .values({
      id,
      role,
      public_key: JSON.stringify(publicKey),
      private_key: sealing.seal(place(id), pem),
      created_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const place = (row: string) => ({ table: 'signing_keys', column: 'private_key', row });

/** RFC 7638: the required members in alphabetical order. */
const thumbprint = ({ crv, kty, x, y }: PublicKey): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
