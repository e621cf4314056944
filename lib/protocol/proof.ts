import * as v from 'valibot';

/**
 * A device proof: a compact JWS (ES256) in the header below, modelled on DPoP (RFC 9449).
 * Its protected header is `{ alg: 'ES256', typ: PROOF_TYP, kid: <device id> }`; while pairing, when there is
 * no device id yet, `jwk` stands in place of `kid`.
 */
export const PROOF_HEADER = 'Countersign-Proof';
export const PROOF_TYP = 'countersign-proof+jwt';

/** Milliseconds for which a proof is good on both sides of the service's clock. */
export const PROOF_WINDOW = 60_000;

/**
 * For how long an outlived nonce is still served, in milliseconds. A proof is good for `PROOF_WINDOW` on both sides of
 * the service's clock, so whatever was signed before the successor was used has expired by then, however long it was
 * on its way: an honest device cannot look like a fork.
 */
export const CHAIN_GRACE = 2 * PROOF_WINDOW;

/** After this long, in milliseconds, any call brings a successor; a decision or a trusted sign-in does so sooner. */
export const CHAIN_RENEWAL = 600_000;

/** `htm` of the proof that opens a stream; `htu` is then the stream's https URL. */
export const STREAM_METHOD = 'STREAM';

/** A number and what only the service can derive from it. */
export const ChainToken = v.pipe(v.string(), v.regex(/^\d{1,15}\.[A-Za-z0-9_-]{22}$/));

export const ProofClaims = v.object({
  /** The HTTP method, upper case, or STREAM. */
  htm: v.string(),
  /** The request's URL without query and fragment. */
  htu: v.string(),
  /** Seconds since the Unix epoch. */
  iat: v.pipe(v.number(), v.integer()),
  /** 16 random bytes in base64url, once per proof. */
  jti: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  /** SHA-256 of the body's bytes in base64url; absent exactly when there is no body. */
  bod: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))),
  /** The stream's server nonce. */
  nonce: v.optional(v.pipe(v.string(), v.maxLength(128))),
  /** The chained nonce, as the service gave it; absent until the first one was given. */
  chain: v.optional(ChainToken),
});
export type ProofClaims = v.InferOutput<typeof ProofClaims>;
