import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { alex, type Person, sam } from '../../examples/protected-site/people.ts';

export interface Application {
  name: string;
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
  /** What the service's policy says for it. */
  policy?: { trustedBrowsers: { hours: number } };
}

/** Thirty days, in hours. */
const TRUSTED_FOR = 720;

interface Bootstrap {
  applications: Application[];
  users: { username: string; displayName: string; email: string; invite: 'link' | 'inline' }[];
}

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ALPHANUMERIC = `${CAPITALS}abcdefghijklmnopqrstuvwxyz`;

/**
 * Writes the service's bootstrap file and answers the sample site's application in it. The service only creates
 * what is new there, so a site that moves to another port gets an application of its own.
 */
export function provideBootstrap(file: string, redirectUri: string): Application {
  const bootstrap = readBootstrap(file);
  const existing = bootstrap.applications.find(({ redirectUris }) => redirectUris.includes(redirectUri));
  if (existing) return existing;
  const application = {
    name: 'Campus Portal',
    clientId: `DI${random(CAPITALS, 18)}`,
    clientSecret: random(ALPHANUMERIC, 40),
    redirectUris: [redirectUri],
    policy: { trustedBrowsers: { hours: TRUSTED_FOR } },
  };
  bootstrap.applications.push(application);
  writeFileSync(file, `${JSON.stringify(bootstrap, null, 2)}\n`, { mode: 0o600 });
  return application;
}

function readBootstrap(file: string): Bootstrap {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { applications: [], users: [invite(alex, 'inline'), invite(sam, 'link')] };
  }
}

const invite = <const How>({ username, displayName }: Person, how: How) => ({
  username,
  displayName,
  email: `${username}@example.org`,
  invite: how,
});

const random = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
