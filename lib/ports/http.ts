/** One HTTPS call. */
export interface HttpCall {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** `include` sends the service's own cookies along, which is how presence is proven. */
  credentials: 'include' | 'omit';
}

export interface HttpReply {
  status: number;
  /** The `Date` header; null where there is none. */
  date: string | null;
  /** The header with the next chained nonce (`lib/protocol/proof.ts`); null where there is none. */
  chain: string | null;
  text: string;
}

/** Redirects are not followed and nothing is cached. @throws when no reply came in time. */
export interface Http {
  send(call: HttpCall): Promise<HttpReply>;
}
