import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createFlows } from '../../../lib/flows/flows.ts';
import type { NewEntry } from '../../../lib/messages/passcodes.ts';
import { CHEAP } from '../../fakes/extension.ts';
import { fakePorts } from '../../fakes/ports.ts';

export const PASSPHRASE = 'correct horse battery';
export const unlock = { kind: 'passphrase', passphrase: PASSPHRASE } as const;

/** What a person types: the secret of RFC 6238's examples. */
export const entry = (changes: Partial<NewEntry> = {}): NewEntry => ({
  issuer: 'Campus Portal',
  account: 'alex',
  secret: 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ',
  type: 'totp',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  counter: 0,
  ...changes,
});

/** A browser that is paired with nobody. One at a time: IndexedDB is global. */
export function openBrowser() {
  globalThis.indexedDB = new IDBFactory();
  const { ports, browser } = fakePorts();
  return {
    ports,
    browser,
    flows: createFlows(ports, CHEAP),
    /** The browser starts another worker. */
    restart: () => createFlows(ports, CHEAP),
  };
}

/** The same with a vault that is open. */
export async function openVault() {
  const opened = openBrowser();
  await opened.flows.createVault(unlock);
  return opened;
}
