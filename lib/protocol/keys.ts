import * as v from 'valibot';

const coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

/** A public P-256 key as JWK (RFC 7518 §6.2.1), and nothing else in it: a private member is refused. */
export const PublicKey = v.strictObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: coordinate,
  y: coordinate,
});
export type PublicKey = v.InferOutput<typeof PublicKey>;

/** What the service signs with: the key in use and the one that follows it; the extension pins both. */
export const ServiceKeys = v.strictObject({ current: PublicKey, next: PublicKey });
export type ServiceKeys = v.InferOutput<typeof ServiceKeys>;
