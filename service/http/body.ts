import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../../lib/protocol/errors.ts';
import { type HttpEnv, refusalReply } from './http.ts';

/**
 * Refuses bodies longer than `maxSize` bytes. Most say their length, and Node's parser holds them to it; only one
 * that comes in chunks is counted as it is read. Hono's own limit asks for the body of each request, which builds
 * streams and signals that nobody needs: that would cost more than the rest of the request.
 */
export function limitBody(maxSize: number): MiddlewareHandler<HttpEnv> {
  const tooLarge = () => refusalReply(new Refusal('too_large'));
  const counting = bodyLimit({ maxSize, onError: tooLarge });
  return async (c, next) => {
    if (c.req.header('transfer-encoding') !== undefined) return counting(c, next);
    return Number(c.req.header('content-length') ?? 0) > maxSize ? tooLarge() : next();
  };
}
