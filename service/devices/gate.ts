import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { Refusal } from '../../lib/protocol/errors.ts';
import { DeviceId, type UserId } from '../../lib/protocol/ids.ts';
import { PublicKey } from '../../lib/protocol/keys.ts';
import { PROOF_HEADER, STREAM_METHOD } from '../../lib/protocol/proof.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { Row, Schema } from '../db/schema.ts';
import { change } from '../db/statement.ts';
import { type HttpContext, refuseWebOrigin } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import { checkProof, createKeyReader, type ProofTarget, proofEnd, readProof } from './proofs.ts';

interface Use {
  /** The device, or the key of one that is still pairing. */
  subject: string;
  jti: string;
  end: number;
}

const use = change<Use>()((query, { subject, jti, end }) =>
  query
    .insertInto('proofs')
    .values({ device_id: subject, jti, expires_at: end })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Only while the device is active: it may have ended since it was looked at. */
const useAsDevice = change<Use & { subject: DeviceId }>()((query, { subject, jti, end }) =>
  query
    .insertInto('proofs')
    .columns(['device_id', 'jti', 'expires_at'])
    .expression(
      query
        .selectFrom('devices')
        .select(({ val }) => ['id', val(jti).as('jti'), val(end).as('expires_at')])
        .where('id', '=', subject)
        .where('status', '=', 'active'),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

/** Uses a proof up, in the transaction of what it allows. @throws `proof_replayed` if it was used before */
export type Spend = (tx: Tx) => Promise<void>;

/** A device that has proven itself in this call. */
export interface DeviceCall {
  id: DeviceId;
  user: UserId;
  name: string;
  signKey: KeyObject;
  spend: Spend;
}

interface GateNeeds {
  find(query: Kysely<Schema>, id: DeviceId): Promise<Row<'devices'> | null>;
}

/** Who calls: every call of a device carries a proof by its own key, good once. */
export function createGate(
  { db, clock, origin }: Pick<Floor, 'db' | 'clock' | 'origin'>,
  { find }: GateNeeds,
) {
  const keyOf = createKeyReader();

  /** The device that a proof names, unless it was removed. */
  async function speaker(query: Kysely<Schema>, kid: unknown): Promise<Row<'devices'>> {
    const id = v.safeParse(DeviceId, kid);
    const device = id.success ? await find(query, id.output) : null;
    if (!device || device.status === 'removed') throw new Refusal('device_unknown');
    return device;
  }

  async function prove(proof: string | undefined, target: ProofTarget): Promise<DeviceCall> {
    const device = await speaker(db.read, readProof(proof).header.kid);
    const signKey = keyOf(JSON.parse(device.sign_key));
    const claims = checkProof(proof ?? '', { key: signKey, target, clock });
    // Only after the signature: that a device is suspended is told to itself alone.
    refuseSuspended(device);
    const spend: Spend = async (tx) => {
      const used = await useAsDevice(tx.query, {
        subject: device.id,
        jti: claims.jti,
        end: proofEnd(claims),
      });
      if (used) return;
      refuseSuspended(await speaker(tx.query, device.id));
      throw new Refusal('proof_replayed');
    };
    return { id: device.id, user: device.user_id, name: device.name, signKey, spend };
  }

  const targetOf = (c: HttpContext, body: Uint8Array | null): ProofTarget => ({
    method: c.req.method,
    url: origin + c.req.path,
    body,
  });

  return {
    /** Checks a call's device proof; the caller spends it in its own transaction. */
    async authenticate(c: HttpContext, body: Uint8Array | null = null): Promise<DeviceCall> {
      refuseWebOrigin(c.req.header('origin'));
      return prove(c.req.header(PROOF_HEADER), targetOf(c, body));
    },

    /** Checks the proof that opens a stream, over the nonce that the stream was given. */
    authenticateStream(proof: string, nonce: string): Promise<DeviceCall> {
      return prove(proof, { method: STREAM_METHOD, url: origin + pathTo('deviceStream'), body: null, nonce });
    },

    /** Checks the proof of a device that is still pairing, by the key that it pairs with. */
    fromKey(c: HttpContext, { body, key }: { body: Uint8Array | null; key: PublicKey }): Spend {
      refuseWebOrigin(c.req.header('origin'));
      const proof = c.req.header(PROOF_HEADER);
      const jwk = v.safeParse(PublicKey, readProof(proof).header.jwk);
      if (!jwk.success || jwk.output.x !== key.x || jwk.output.y !== key.y)
        throw new Refusal('proof_invalid');
      const claims = checkProof(proof ?? '', { key: keyOf(key), target: targetOf(c, body), clock });
      return async (tx) => {
        const used = await use(tx.query, { subject: key.x, jti: claims.jti, end: proofEnd(claims) });
        if (!used) throw new Refusal('proof_replayed');
      };
    },
  };
}

function refuseSuspended({ status }: Row<'devices'>): void {
  if (status === 'suspended') throw new Refusal('device_suspended');
}
