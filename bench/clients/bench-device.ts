import { createHash, createPrivateKey, randomBytes } from 'node:crypto';
import { CHAIN_HEADER } from '../../lib/protocol/chain-header.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { PROOF_HEADER, PROOF_TYP, STREAM_METHOD } from '../../lib/protocol/proof.ts';
import { DECISION_TYP, type Inbox, type PushView } from '../../lib/protocol/push.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { signEs256 } from '../../service/jws/jws.ts';
import type { Seat } from '../service/seats.ts';
import { type Http, must, type Reply } from './http.ts';

export interface DeviceOptions {
  seat: Seat;
  /** As the service calls itself. */
  origin: string;
}

interface Post {
  path: string;
  body: string;
  cookie?: string;
}

interface OpenPrompt {
  transaction: TransactionId;
  challenge: string;
  cookie: string;
}

export type BenchDevice = ReturnType<typeof createDevice>;

/** A paired browser's side of the device protocol; its signatures are synchronous, which is the cheapest. */
export function createDevice({ seat, origin }: DeviceOptions) {
  const key = createPrivateKey({ key: Buffer.from(seat.signKey, 'base64'), format: 'der', type: 'pkcs8' });

  /** The chained nonce; nothing until the service has given the first. */
  let chain: { chain?: string } = {};

  /** No two calls of this device are under way at once. */
  function adopt(reply: Reply): Reply {
    const successor = must(reply).headers[CHAIN_HEADER.toLowerCase()];
    if (typeof successor === 'string') chain = { chain: successor };
    return reply;
  }

  const jws = (typ: string, payload: object): string => signEs256(payload, { key, kid: seat.device, typ });

  const proof = (htm: string, path: string, more: object): string => {
    const jti = randomBytes(16).toString('base64url');
    return jws(PROOF_TYP, { htm, htu: origin + path, iat: seconds(), jti, ...chain, ...more });
  };

  async function post(http: Http, { path, body, cookie }: Post): Promise<void> {
    const bod = createHash('sha256').update(body).digest('base64url');
    const headers = {
      'Content-Type': 'application/json',
      [PROOF_HEADER]: proof('POST', path, { bod }),
      ...(cookie && { cookie }),
    };
    adopt(await http({ method: 'POST', path, headers, body }));
  }

  return {
    streamProof: (nonce: string) => proof(STREAM_METHOD, pathTo('deviceStream'), { nonce }),

    async inbox(http: Http): Promise<Inbox> {
      const path = pathTo('deviceInbox');
      const reply = await http({ method: 'GET', path, headers: { [PROOF_HEADER]: proof('GET', path, {}) } });
      const { inbox } = JSON.parse(adopt(reply).text) as { inbox: string };
      return JSON.parse(Buffer.from(inbox.split('.')[1] ?? '', 'base64url').toString());
    },

    async approve(http: Http, { id, nonce }: PushView, number: string): Promise<void> {
      const path = pathTo('deviceDecision', id);
      const claims = { push: id, nonce, decision: 'approve', number, iat: seconds() };
      const body = JSON.stringify({ decision: jws(DECISION_TYP, claims) });
      await post(http, { path, body });
    },

    /** Proves that a prompt is open here, with the prompt's own cookie. */
    presence: (http: Http, { cookie, ...prompt }: OpenPrompt): Promise<void> =>
      post(http, { path: pathTo('devicePresence'), body: JSON.stringify(prompt), cookie }),
  };
}

const seconds = (): number => Math.floor(Date.now() / 1_000);
