import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { CHAIN_HEADER } from '../../lib/protocol/chain-header.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { DeviceId, UserId } from '../../lib/protocol/ids.ts';
import { PublicKey } from '../../lib/protocol/keys.ts';
import { PROOF_HEADER, STREAM_METHOD } from '../../lib/protocol/proof.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { change } from '../db/statement.ts';
import { type HttpContext, refuseWebOrigin } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { createChainTokens } from './chain-tokens.ts';
import type { createDeviceStore } from './device-store.ts';
import { checkProof, createKeyReader, type ProofTarget, proofEnd, readProof } from './proofs.ts';
import { createProvenCalls } from './proven-call.ts';
import { createSpeaker, refuseSuspended } from './speaker.ts';

interface Use {
  /** The key of a device that is still pairing. */
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

/** Uses a proof up, in the transaction of what it allows. @throws `proof_replayed` if it was used before */
export type Spend = (tx: Tx) => Promise<void>;

/** A device that has proven itself in this call. */
export interface DeviceCall {
  id: DeviceId;
  user: UserId;
  name: string;
  signKey: KeyObject;
  spend: Spend;
  /** After `spend`, where the call weighs: brings the device another nonce. */
  renew(tx: Tx): Promise<void>;
}

interface Asked {
  proof: string | undefined;
  target: ProofTarget;
  /** Puts the next nonce into the reply; null where it has no place for one. */
  tell: ((token: string) => void) | null;
}

interface GateNeeds {
  store: Pick<ReturnType<typeof createDeviceStore>, 'find' | 'end'>;
  sealing: Pick<Sealing, 'derive'>;
}

/** Who calls: every call of a device carries a proof by its own key, good once. */
export function createGate(
  floor: Pick<Floor, 'db' | 'clock' | 'audit' | 'origin'>,
  { store, sealing }: GateNeeds,
) {
  const { db, clock, origin } = floor;
  const keyOf = createKeyReader();
  const speaker = createSpeaker(store.find);
  const tokens = createChainTokens(sealing);
  const provenCall = createProvenCalls(floor, store);

  async function prove({ proof, target, tell }: Asked): Promise<DeviceCall> {
    const device = await speaker(db.read, readProof(proof).header.kid);
    const signKey = keyOf(JSON.parse(device.sign_key));
    const claims = checkProof(proof ?? '', { key: signKey, target, clock });
    const number = tokens.numberOf(device.id, claims.chain);
    // Only after the signature: that a device is suspended is told to itself alone.
    refuseSuspended(device);
    const { spend, renew } = await provenCall({
      device,
      jti: claims.jti,
      end: proofEnd(claims),
      number,
      tell: tell && ((successor) => tell(tokens.tokenOf(device.id, successor))),
    });
    return { id: device.id, user: device.user_id, name: device.name, signKey, spend, renew };
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
      return prove({
        proof: c.req.header(PROOF_HEADER),
        target: targetOf(c, body),
        // Leaves with the answer, hence after the commit; a refusal takes no headers along.
        tell: (token) => c.header(CHAIN_HEADER, token),
      });
    },

    /** Checks the proof that opens a stream, over the nonce that the stream was given. */
    authenticateStream(proof: string, nonce: string): Promise<DeviceCall> {
      const target = { method: STREAM_METHOD, url: origin + pathTo('deviceStream'), body: null, nonce };
      return prove({ proof, target, tell: null });
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
