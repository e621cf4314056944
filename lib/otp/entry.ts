declare const secretBrand: unique symbol;

/** The bytes that codes are made from. The brand lets a test on the types find every place that could carry them. */
export type OtpSecret = Uint8Array<ArrayBuffer> & { readonly [secretBrand]: true };

export const algorithms = ['SHA1', 'SHA256', 'SHA512'] as const;
export type Algorithm = (typeof algorithms)[number];
export type Digits = 6 | 7 | 8;

/** One account's one-time passwords (RFC 4226, RFC 6238), as every app exchanges them. */
export interface OtpEntry {
  issuer: string;
  account: string;
  type: 'totp' | 'hotp';
  algorithm: Algorithm;
  digits: Digits;
  /** Seconds; 0 for a counter-based one. */
  period: number;
  /** The next counter to use; 0 for a time-based one. */
  counter: number;
  secret: OtpSecret;
}
