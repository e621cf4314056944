import * as v from 'valibot';
import type { HttpReply } from '../ports/http.ts';
import type { Ports } from '../ports/ports.ts';
import { isErrorCode, Refusal } from '../protocol/errors.ts';
import { ChainToken, PROOF_HEADER, STREAM_METHOD } from '../protocol/proof.ts';
import { pathTo, type routes } from '../protocol/routes.ts';
import type { Chains } from './chains.ts';
import { makeProof, type Speaker } from './proof.ts';

export interface Call<Reply extends v.GenericSchema> {
  speaker: Speaker;
  origin: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  route: keyof typeof routes;
  id?: string;
  body?: object;
  /** The version that is to be changed (RFC 9110 §13.1.1). */
  ifVersion?: number;
  /** With the service's own cookies, by which presence is proven. */
  withCookies?: boolean;
  reply: Reply;
}

/** Where a reply says no more than that it is done. */
export const Done = v.object({});

const ErrorReply = v.object({ error: v.string(), now: v.optional(v.number()) });

/** Calls to a service, each proven by the device's key. */
export function createCalls(
  { http, clock, random, session }: Pick<Ports, 'http' | 'clock' | 'random' | 'session'>,
  chains: Pick<Chains, 'held' | 'adopt'>,
) {
  const skewKey = (origin: string) => `skew:${origin}`;
  const skewOf = async (origin: string) => Number((await session.get(skewKey(origin))) ?? 0);
  const serviceTime = async (origin: string) => clock.now() + (await skewOf(origin));

  /**
   * The time is taken before the nonce is read: however long this worker is held up in between, the proof has expired
   * by the time that an outlived nonce no longer counts.
   */
  async function moment({ device }: Speaker, origin: string) {
    const now = clock.now();
    const [skew, chain] = await Promise.all([skewOf(origin), device && chains.held(device)]);
    return { at: now + skew, chain };
  }

  /** Goes on with the nonce that a reply brought, if this call carried the one that is still held. */
  async function adopt(
    { device }: Speaker,
    { carried, reply }: { carried: string | null; reply: HttpReply },
  ) {
    const successor = v.safeParse(ChainToken, reply.chain);
    if (!device || !successor.success) return;
    try {
      await chains.adopt(device, { carried, successor: successor.output });
    } catch {
      // What the call did is done all the same; the old nonce stays good, and another call brings the next.
    }
  }

  async function once<Reply extends v.GenericSchema>(call: Call<Reply>): Promise<HttpReply> {
    const { speaker, origin, method } = call;
    const url = origin + pathTo(call.route, call.id);
    const body = call.body ? JSON.stringify(call.body) : null;
    const { at, chain } = await moment(speaker, origin);
    const proof = await makeProof(speaker, { method, url, body, chain, at }, random);
    const headers = {
      [PROOF_HEADER]: proof,
      ...(body !== null && { 'Content-Type': 'application/json' }),
      ...(call.ifVersion !== undefined && { 'If-Match': `"${call.ifVersion}"` }),
    };
    const credentials = call.withCookies ? 'include' : 'omit';
    const reply = await http.send({ method, url, headers, body, credentials }).catch((cause: unknown) => {
      throw new Refusal('unreachable', { cause });
    });
    await adopt(speaker, { carried: chain, reply });
    return reply;
  }

  /** The service's clock as its refusal tells it; false when it does not. */
  async function learnSkew(origin: string, { text, date }: HttpReply): Promise<boolean> {
    const told = parse(ErrorReply, text)?.now ?? Date.parse(date ?? '');
    if (Number.isNaN(told)) return false;
    await session.set(skewKey(origin), told - clock.now());
    return true;
  }

  return {
    serviceTime,

    /** @throws Refusal with the service's code; `unreachable` when it did not answer. */
    async call<Reply extends v.GenericSchema>(call: Call<Reply>): Promise<v.InferOutput<Reply>> {
      let reply = await once(call);
      const late = reply.status === 401 && codeOf(reply) === 'proof_expired';
      if (late && (await learnSkew(call.origin, reply))) reply = await once(call);
      if (reply.status >= 400) throw new Refusal(codeOf(reply));
      const value = parse(call.reply, reply.text);
      if (value === null) throw new Refusal('internal');
      return value;
    },

    /** The proof that opens a stream, over the nonce that the service sent on it. */
    streamProof: async (speaker: Speaker, origin: string, nonce: string): Promise<string> => {
      const { at, chain } = await moment(speaker, origin);
      const url = origin + pathTo('deviceStream');
      return makeProof(speaker, { method: STREAM_METHOD, url, body: null, nonce, chain, at }, random);
    },
  };
}
export type Calls = ReturnType<typeof createCalls>;

function codeOf({ status, text }: HttpReply) {
  const error = parse(ErrorReply, text)?.error;
  if (isErrorCode(error)) return error;
  // A proxy in front of a service that is down answers in its own words.
  return status >= 500 ? 'unreachable' : 'internal';
}

function parse<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> | null {
  try {
    return v.parse(schema, JSON.parse(text || '{}'));
  } catch {
    return null;
  }
}
