import { createPublicKey } from 'node:crypto';
import { Refusal } from '../../lib/protocol/errors.ts';
import { PairingId } from '../../lib/protocol/ids.ts';
import type { PublicKey } from '../../lib/protocol/keys.ts';
import {
  DevicePairingAnswer,
  PairingClaim,
  type PairingClaimed,
  PairingOpening,
} from '../../lib/protocol/pairing.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { type HttpContext, newRoutes, parseJson, pathId, readBytes } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import type { EnrolmentNeeds } from './needs.ts';
import type { createPairingViews } from './pairing-view.ts';
import type { Pairing } from './pairings.ts';
import { settled } from './settled.ts';
import type { PairingSteps } from './steps.ts';

/** The device's side of a pairing. Every call carries a proof by the key that the device pairs with. */
export function createDeviceRoutes(
  { db }: Pick<Floor, 'db'>,
  {
    needs,
    steps,
    views,
  }: { needs: EnrolmentNeeds; steps: PairingSteps; views: ReturnType<typeof createPairingViews> },
) {
  async function claim(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const post = parseJson(body, PairingClaim);
    if (!(await steps.isCode(post.code))) throw new Refusal('activation_unknown');
    const spend = needs.proofs.fromKey(c, { body, key: post.signKey });
    requirePoint(post.receiveKey);
    const pairing = settled(
      await db.write(async (tx) => {
        await spend(tx);
        return steps.claim(tx, post);
      }),
    );
    const owner = await needs.users.find(db.read, pairing.user_id);
    const reply: PairingClaimed = {
      pairing: pairing.id,
      username: owner?.username ?? '',
      keys: JSON.parse(pairing.service_keys ?? ''),
      nonce: pairing.service_nonce ?? '',
    };
    return c.json(reply);
  }

  /** Checks the proof and takes one step of the path's pairing. */
  async function step(
    c: HttpContext,
    {
      body,
      take,
    }: { body: Uint8Array | null; take: (tx: Tx, pairing: Pairing) => Promise<Pairing | Refusal> },
  ): Promise<Response> {
    const known = await steps.find(db.read, pathId(c, PairingId));
    if (!known?.sign_key) throw new Refusal('not_found');
    const spend = needs.proofs.fromKey(c, { body, key: JSON.parse(known.sign_key) });
    const pairing = settled(
      await db.write(async (tx) => {
        await spend(tx);
        return take(tx, known);
      }),
    );
    return c.json(views.forDevice(pairing));
  }

  /** A pairing that another one overtook is told apart from one that somebody stopped. */
  async function look(tx: Tx, pairing: Pairing): Promise<Pairing | Refusal> {
    const now = (await steps.find(tx.query, pairing.id)) ?? pairing;
    return (now.state === 'refused' && (await steps.overtaken(tx, now))) || now;
  }

  const http = newRoutes();
  http.post(routes.devicePairings, claim);
  http.get(routes.devicePairing, (c) => step(c, { body: null, take: look }));
  http.post(routes.devicePairingOpening, async (c) => {
    const body = await readBytes(c);
    const { nonce } = parseJson(body, PairingOpening);
    return step(c, { body, take: (tx, pairing) => steps.open(tx, pairing, nonce) });
  });
  http.post(routes.devicePairingAnswer, async (c) => {
    const body = await readBytes(c);
    const { match } = parseJson(body, DevicePairingAnswer);
    return step(c, { body, take: (tx, { id }) => steps.answer(tx, id, { by: 'device', match }) });
  });
  return http;
}

/** A receiving key is used only later, so whether it lies on the curve is asked now (RFC 7518 §6.2.1). */
function requirePoint(key: PublicKey): void {
  try {
    createPublicKey({ key: { ...key }, format: 'jwk' });
  } catch (cause) {
    throw new Refusal('bad_request', { cause });
  }
}
