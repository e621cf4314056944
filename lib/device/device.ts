import type { Ports } from '../ports/ports.ts';
import { createAccountCalls } from './account-calls.ts';
import { createAccounts } from './accounts.ts';
import { createBrowserCalls } from './browser-calls.ts';
import { createCalls } from './calls.ts';
import { createChains } from './chains.ts';
import { createCredentialCalls } from './credential-calls.ts';
import { createDatabase } from './database.ts';
import { createKnownMethods } from './known-methods.ts';
import { createMethodCalls } from './method-calls.ts';
import { createPairingCalls } from './pairing-calls.ts';
import { createPairings } from './pairings.ts';
import { createPasscodeCalls } from './passcode-calls.ts';
import { createTrustCalls } from './trust-calls.ts';

export type { Account } from './account.ts';
export { readActivationLink } from './activation-link.ts';
export { makeDeviceKeys } from './keys.ts';
export type { PairingStep, PendingPairing } from './pending-pairing.ts';

/** This browser as an enrolled device: its keys, its accounts, and its proven calls to the services. */
export function createDevice(ports: Pick<Ports, 'http' | 'clock' | 'random' | 'session'>) {
  const database = createDatabase();
  const calls = createCalls(ports, createChains(database));
  return {
    accounts: createAccounts(database),
    pairings: createPairings(database),
    pairing: createPairingCalls(calls),
    credentials: createCredentialCalls(calls),
    passcodes: createPasscodeCalls(calls),
    trust: createTrustCalls(calls),
    methods: createMethodCalls(calls),
    knownMethods: createKnownMethods(database),
    browsers: createBrowserCalls(calls),
    ...createAccountCalls(calls),
    /** The service's time as far as it was learned, in milliseconds. */
    serviceTime: calls.serviceTime,
  };
}
export type Device = ReturnType<typeof createDevice>;
