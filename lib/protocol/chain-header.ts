/**
 * Reply header with the successor of the chained nonce that the call carried. Apart from `proof.ts`, whose schemas
 * would weigh on every page that reaches the browser's API.
 */
export const CHAIN_HEADER = 'Countersign-Chain';
