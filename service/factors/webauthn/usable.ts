import type { Credential, WebauthnPolicy } from './needs.ts';

/** Where policy refuses what may have been copied, such an authenticator is of no use until it is registered anew. */
export const usableOf = (
  credentials: readonly Credential[],
  { cloneSuspected }: Pick<WebauthnPolicy, 'cloneSuspected'>,
): Credential[] =>
  credentials.filter(({ clone_suspected_at }) => cloneSuspected === 'warn' || clone_suspected_at === null);
