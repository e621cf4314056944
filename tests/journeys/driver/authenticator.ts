import type { CDPSession, Page, Protocol } from 'puppeteer-core';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';

export interface AuthenticatorManners {
  /** It checks who is there; a computer's always does. */
  verifies?: boolean;
  /** It can make bytes that only it can make again. */
  prf?: boolean;
  /** Somebody touches it as soon as it asks. */
  touched?: boolean;
}

/** An authenticator in one tab, whatever pages that shows: a key in its port, or the computer's own. */
export async function plugIn(page: Page, kind: AuthenticatorKind, manners: AuthenticatorManners = {}) {
  const { verifies = kind === 'platform', prf = false, touched = true } = manners;
  const session: CDPSession = await page.createCDPSession();
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: kind === 'platform' ? 'internal' : 'usb',
      hasResidentKey: true,
      hasPrf: prf,
      hasUserVerification: verifies,
      isUserVerified: verifies,
      automaticPresenceSimulation: touched,
    },
  });
  return {
    credentials: async (): Promise<Protocol.WebAuthn.Credential[]> =>
      (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    add: (credential: Protocol.WebAuthn.Credential) =>
      session.send('WebAuthn.addCredential', { authenticatorId, credential }),
    /** From now on it is touched as soon as it asks, or never. */
    touched: (enabled: boolean) =>
      session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    /** From now on it recognises the person, or somebody else. */
    verifies: (isUserVerified: boolean) =>
      session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    unplug: () => session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  };
}

export type Authenticator = Awaited<ReturnType<typeof plugIn>>;
