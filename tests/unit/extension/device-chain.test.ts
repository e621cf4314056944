import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { decodeJwt } from 'jose';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Account, createDevice, type Device, makeDeviceKeys } from '../../../lib/device/device.ts';
import { SECOND } from '../../../lib/ports/clock.ts';
import type { HttpCall, HttpReply } from '../../../lib/ports/http.ts';
import { PROOF_HEADER } from '../../../lib/protocol/proof.ts';
import { fakePorts } from '../../fakes/ports.ts';
import { device } from './requests.ts';

const token = (number: number): string => `${number}.${'m'.repeat(22)}`;
const done = (chain: string | null = null): HttpReply => ({ status: 200, date: null, chain, text: '{}' });
const claimsOf = (call?: HttpCall) => decodeJwt(call?.headers[PROOF_HEADER] ?? '');

let account: Account;
beforeAll(async () => {
  const keys = await makeDeviceKeys();
  account = {
    device,
    origin: 'https://sso.example.org',
    username: 'alex',
    displayName: 'Alex Rivera',
    deviceName: 'Chrome on Linux',
    status: 'active',
    keys,
    serviceKeys: { current: keys.sign.public, next: keys.sign.public },
    dismissed: [],
  };
});

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** A paired browser whose calls are answered as told. */
async function open(answer: (call: HttpCall) => HttpReply | Promise<HttpReply>) {
  const { ports, browser } = fakePorts(async (call) => answer(call));
  const service = createDevice(ports);
  await pair(service);
  const carried = () => browser.calls.map((call) => claimsOf(call).chain);
  return { browser, ports, service, carried };
}

async function pair({ pairings }: Device): Promise<void> {
  const from = { attempt: 'one', step: 'waiting' } as const;
  const { origin, keys } = account;
  await pairings.begin({
    ...from,
    origin,
    startedAt: 0,
    name: 'Laptop',
    keys,
    nonce: '',
    claimed: null,
    error: null,
  });
  await pairings.finish(from, account);
}

describe('the chained nonce', () => {
  it('is sent with the next call and the next stream, once a reply has brought it', async () => {
    const replies = [done(token(7)), done()];
    const { service, carried } = await open(() => replies.shift() ?? done());
    await service.rename(account, 'Desk');
    await service.rename(account, 'Desk');
    expect(carried()).toEqual([undefined, token(7)]);
    expect(decodeJwt(await service.streamProof(account, 'nonce')).chain).toBe(token(7));
  });

  it('is taken from one of the answers to the same nonce, in whichever order they come', async () => {
    const answers: PromiseWithResolvers<HttpReply>[] = [];
    const { service, carried, browser } = await open(() => {
      const answer = Promise.withResolvers<HttpReply>();
      answers.push(answer);
      return answer.promise;
    });
    const calls = [service.rename(account, 'One'), service.rename(account, 'Two')];
    await vi.waitUntil(() => answers.length === 2);
    answers[1]?.resolve(done(token(8)));
    await calls[1];
    answers[0]?.resolve(done(token(7)));
    await calls[0];
    browser.answer = async () => done();
    await service.rename(account, 'Three');
    expect(carried()).toEqual([undefined, undefined, token(8)]);
  });

  it('is read anew for each proof, and after the time was taken', async () => {
    const { service, browser } = await open(() => done(token(7)));
    const { get } = IDBObjectStore.prototype;
    const read = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
      this: IDBObjectStore,
      key,
    ) {
      if (this.name === 'chains') void browser.advance(50 * SECOND);
      return get.call(this, key);
    });
    const begun: number[] = [];
    for (const name of ['First', 'Second']) {
      begun.push(browser.now() / SECOND);
      await service.rename(account, name);
    }
    read.mockRestore();
    expect(browser.calls.map((call) => claimsOf(call).iat)).toEqual(begun);
    expect(claimsOf(browser.calls[1]).chain).toBe(token(7));
  });

  it('is on the disk before the call ends, and written in one transaction', async () => {
    const { service, ports } = await open(() => done(token(7)));
    const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await service.rename(account, 'Desk');
    const writes = begin.mock.calls.filter(([, mode]) => mode === 'readwrite');
    expect(writes).toEqual([[['accounts', 'chains'], 'readwrite', { durability: 'strict' }]]);
    begin.mockRestore();
    expect(decodeJwt(await createDevice(ports).streamProof(account, 'nonce')).chain).toBe(token(7));
  });

  it('that cannot be one is not taken', async () => {
    for (const odd of ['', 'x', '7', `${token(7)}m`, `-${token(7)}`, `${'9'.repeat(16)}.${'m'.repeat(22)}`]) {
      const { service } = await open(() => done(odd));
      await service.rename(account, 'Desk');
      expect(decodeJwt(await service.streamProof(account, 'nonce')).chain).toBeUndefined();
    }
  });

  it('that cannot be kept does not undo the call that brought it', async () => {
    const { service } = await open(() => done(token(7)));
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(service.rename(account, 'Desk')).resolves.toEqual({});
    put.mockRestore();
    expect(decodeJwt(await service.streamProof(account, 'nonce')).chain).toBeUndefined();
  });

  it('is forgotten with its account, also where an answer comes later', async () => {
    const late = Promise.withResolvers<HttpReply>();
    const { service, browser } = await open(() => done(token(7)));
    await service.rename(account, 'Desk');
    browser.answer = () => late.promise;
    const call = service.rename(account, 'Desk');
    await vi.waitUntil(() => browser.calls.length === 2);
    await service.accounts.remove(device);
    late.resolve(done(token(8)));
    await call;
    const database = await openDB('countersign');
    expect(await database.getAll('chains')).toEqual([]);
    database.close();
  });
});

it('a database from before there was a chain keeps its accounts', async () => {
  const old = await openDB('countersign', 1, {
    upgrade(database) {
      database.createObjectStore('accounts');
      database.createObjectStore('pairings');
    },
  });
  await old.put('accounts', account, device);
  old.close();
  const { ports, browser } = fakePorts(async () => done(token(7)));
  const service = createDevice(ports);
  expect(await service.accounts.list()).toEqual([account]);
  await service.rename(account, 'Desk');
  await service.rename(account, 'Desk');
  expect(browser.calls.map((call) => claimsOf(call).chain)).toEqual([undefined, token(7)]);
});

it('a database from before methods were remembered keeps its accounts and their nonces', async () => {
  const old = await openDB('countersign', 2, {
    upgrade(database) {
      for (const table of ['accounts', 'pairings', 'chains']) database.createObjectStore(table);
    },
  });
  await old.put('accounts', account, device);
  await old.put('chains', token(7), device);
  old.close();
  const { ports, browser } = fakePorts(async () => done());
  const service = createDevice(ports);
  expect(await service.accounts.list()).toEqual([account]);
  expect(await service.knownMethods.find(device)).toBeNull();
  await service.rename(account, 'Desk');
  expect(browser.calls.map((call) => claimsOf(call).chain)).toEqual([token(7)]);
});
