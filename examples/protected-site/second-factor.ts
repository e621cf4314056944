import { Agent } from 'node:https';
import { Client } from '@duosecurity/duo_universal';

/** What the site needs of its second factor. */
export interface SecondFactor {
  /** Throws unless the service is there and accepts this site's credentials. */
  check(): Promise<unknown>;
  /** Unguessable, once per sign-in. */
  newState(): string;
  /** Where the browser goes to prove itself. */
  promptUrl(username: string, state: string): Promise<string>;
  /** Trades the code for the service's word on who proved themselves, and how; throws unless it was `username`. */
  verify(code: string, username: string): Promise<{ factor: string; device: string | null }>;
}

export interface SecondFactorOptions {
  clientId: string;
  clientSecret: string;
  /** Host and port, without a scheme. */
  apiHost: string;
  redirectUrl: string;
}

export function createSecondFactor(options: SecondFactorOptions): SecondFactor {
  const client = new Client(options);
  trustOwnAuthorities(client);
  return {
    check: () => client.healthCheck(),
    newState: () => client.generateState(),
    promptUrl: (username, state) => client.createAuthUrl(username, state),
    async verify(code, username) {
      const token = await client.exchangeAuthorizationCodeFor2FAResult(code, username);
      // The package checks the signature and the name, but not the verdict.
      if (token.auth_result.result !== 'allow') throw new Error('The service did not allow this sign-in.');
      return { factor: token.auth_context.factor, device: token.auth_context.auth_device.name };
    },
  };
}

/**
 * The package trusts only the authorities of its vendor's hosts. Node's own list, and what NODE_EXTRA_CA_CERTS
 * adds to it, takes their place; certificates are checked as strictly as before.
 */
function trustOwnAuthorities(client: Client): void {
  const { defaults } = Reflect.get(client, 'axios') as { defaults: { httpsAgent: Agent } };
  defaults.httpsAgent = new Agent({ keepAlive: true });
}
