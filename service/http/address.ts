import { BlockList, isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import * as v from 'valibot';
import type { HttpEnv } from './http.ts';

/** This machine, by address or name. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * Finds the client's address. With a declared proxy in front, it is the right-most entry of X-Forwarded-For that
 * the proxy itself wrote; anything further left is the client's own claim. Without one the header is ignored.
 */
export function clientAddress(trustProxy: boolean): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const peer = plain(c.env.incoming?.socket.remoteAddress ?? '');
    // The declared proxy runs on this machine; what anybody else forwards is their own claim.
    const believed = trustProxy && isLoopback(peer);
    const forwarded = believed ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
    c.set('address', forwarded && isIP(forwarded) ? plain(forwarded) : peer);
    await next();
  };
}

/** IPv4 in its own notation also where the socket speaks IPv6. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const isRange = (text: string): boolean => {
  const [network = '', bits = ''] = text.split('/');
  return isIP(network) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(network) === 6 ? 128 : 32);
};

export const NamedRange = v.strictObject({
  /** CIDR notation, e.g. `192.0.2.0/24`. */
  range: v.pipe(v.string(), v.check(isRange)),
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
});
export type NamedRange = v.InferOutput<typeof NamedRange>;

/** Names the place of an address by the operator's own table; null where the table says nothing. */
export function createPlaces(ranges: readonly NamedRange[]): (address: string) => string | null {
  const table = ranges.map(({ range, name }) => {
    const [network = '', bits = ''] = range.split('/');
    const list = new BlockList();
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4');
    return { name, list };
  });
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    return table.find(({ list }) => isIP(address) !== 0 && list.check(address, family))?.name ?? null;
  };
}
