/** Where randomness comes from; a cryptographically secure source in production. */
export interface Random {
  bytes(length: number): Uint8Array<ArrayBuffer>;
}
