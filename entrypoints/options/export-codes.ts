/** Loaded only when everything is exported: it brings the vault into this page. */
export { exportPlain } from '../../lib/vault/vault.ts';
