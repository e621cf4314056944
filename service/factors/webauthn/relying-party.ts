import type { UserId } from '../../../lib/protocol/ids.ts';
import type { Challenge } from './challenges.ts';
import type { WebauthnNeeds } from './needs.ts';

export type RelyingParty = ReturnType<typeof createRelyingParty>;

/** Who asks: this service, by the host name of its one address, for ever. */
export function createRelyingParty(
  origin: string,
  needs: Pick<WebauthnNeeds, 'extensionOrigins' | 'sealing'>,
) {
  return {
    id: new URL(origin).hostname,
    name: 'Countersign',
    /** Exactly where an answer may come from: what a paired browser asked for from its extension's page, else only from our own. */
    originsOf: ({ device_id }: Pick<Challenge, 'device_id'>): readonly string[] =>
      device_id ? needs.extensionOrigins : [origin],
    ownOrigins: [origin] as readonly string[],
    /** The same for each of a person's authenticators, and says nothing about the person (WebAuthn §14.6.1). */
    userHandle: (user: UserId): string =>
      needs.sealing.derive('webauthn-user-handle', user).toString('base64url'),
  };
}
