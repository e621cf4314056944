import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { CompactEncrypt, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpReply } from '../../../lib/ports/http.ts';
import { PASSCODE_TYP } from '../../../lib/protocol/passcodes.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import {
  deaf,
  isConfirmation,
  isOffer,
  newPerson,
  type Person,
  unlock,
  unreachable,
} from './passcode-person.ts';

type Sign = (claims: object) => string;

let stage: Stage;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const someone = (options: { vaultFirst?: boolean } = {}) => newPerson(stage, `person${++people}`, options);
const settled = (person: Person) => person.extension.until(() => person.ready());

describe('the codes of a paired browser', () => {
  it('come when its vault is first unlocked, and sign in', async () => {
    const person = await someone();
    expect(await person.ready()).toBe(false);
    await person.extension.flows.createVault(unlock);
    await settled(person);
    expect(await person.kept()).toEqual([person.device]);
    const page = await person.extension.flows.showPasscodes({ search: '', from: 0, count: 10 });
    expect(page.entries).toMatchObject([
      { issuer: 'localhost', account: person.name, type: 'hotp', device: person.device, code: null },
    ]);
    const first = await person.signIn();
    const second = await person.signIn();
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.code).toMatch(/^\d{6}$/);
    expect(person.calls(isOffer)).toHaveLength(1);
  });

  it('come by themselves with a pairing while the vault is open', async () => {
    const person = await someone({ vaultFirst: true });
    await settled(person);
    expect((await person.signIn()).status).toBe(200);
  });

  it('do not come while it is locked, and come with the unlocking', async () => {
    const person = await someone();
    const give = person.intercept(isOffer, unreachable);
    await person.extension.flows.createVault(unlock);
    await person.quiet();
    await person.extension.flows.lockVault();
    give();
    person.extension.restart();
    await person.extension.flows.refreshAll();
    await person.quiet();
    expect(await person.ready()).toBe(false);
    await person.extension.flows.unlockVault(unlock);
    await settled(person);
  });

  it('come when the service is back', async () => {
    const person = await someone();
    const give = person.intercept(() => true, unreachable);
    await person.extension.flows.createVault(unlock);
    await person.quiet();
    give();
    await person.extension.flows.refreshAll();
    await settled(person);
  });

  it('are asked for once, and no more by later workers', async () => {
    const person = await someone({ vaultFirst: true });
    await settled(person);
    const before = person.calls(isOffer).length;
    await person.extension.flows.startUp();
    await person.extension.flows.unlockVault(unlock);
    await person.quiet();
    expect(person.calls(isOffer)).toHaveLength(before);
  });

  it('are asked for again where the vault was erased', async () => {
    const person = await someone({ vaultFirst: true });
    await settled(person);
    await person.extension.flows.eraseVault();
    await person.extension.flows.createVault(unlock);
    await person.extension.until(async () => (await person.kept()).length === 1);
    await person.extension.until(() => person.calls(isConfirmation).length === 2);
    await person.quiet();
    expect((await person.signIn()).status).toBe(200);
  });

  it('are made while the service is out of reach', async () => {
    const person = await someone({ vaultFirst: true });
    await settled(person);
    const shown = await person.prompt();
    const give = person.intercept(() => true, unreachable);
    const { flows, ports, browser } = person.extension;
    const tab = await ports.tabs.open(`${stage.service.origin}/prompt/${shown.transaction}`);
    const field = { origin: stage.service.origin, document: 'd', typed: null };
    browser.codeFields.set(tab, field);
    await flows.fillPasscode({ device: person.device, tab });
    give();
    expect((await shown.post('promptPasscode', { passcode: field.typed })).status).toBe(200);
  });

  it('stay away quietly where they are switched off', async () => {
    await stage.service.setPolicy({ passcodes: 'off' });
    const person = await someone({ vaultFirst: true });
    await person.extension.until(() => person.calls(isOffer).length > 0);
    await person.quiet();
    const asked = person.calls(isOffer).length;
    await person.extension.pass(120_000);
    await person.quiet();
    expect(person.calls(isOffer)).toHaveLength(asked);
    expect(await person.kept()).toEqual([]);
    expect((await person.extension.overview()).accounts[0]?.status).toBe('active');
    await stage.service.setPolicy({ passcodes: 'on' });
    person.extension.restart();
    await settled(person);
  });

  it.each([
    ['the offer', isOffer],
    ['the confirmation', isConfirmation],
  ])('are the same in the end when the answer to %s is lost', async (_call, is) => {
    const person = await someone();
    let sent = 0;
    person.intercept(is, (call, pass) => (++sent <= 2 ? deaf(call, pass) : pass(call)));
    const { extension } = person;
    await extension.flows.createVault(unlock);
    await extension.until(async () => (await extension.overview()).accounts[0]?.online === false);
    extension.restart();
    // Whenever the service is reached again, it goes on.
    await extension.until(async () => {
      await extension.flows.refreshAll();
      return person.ready();
    });
    await person.quiet();
    expect(sent).toBeGreaterThan(2);
    expect((await person.signIn()).status).toBe(200);
    // One code confirmed it, however often that took.
    const told = person.calls(isConfirmation).map(({ body }) => body);
    expect(new Set(told).size).toBe(1);
  });

  it.each(['unpair', 'forgetAccount'] as const)('go with their account (%s)', async (end) => {
    const person = await someone({ vaultFirst: true });
    await settled(person);
    const { flows } = person.extension;
    // Not the last way to sign in.
    if (end === 'unpair') await stage.pair('Another browser', person.user);
    await flows.lockVault();
    await flows[end](person.device);
    await flows.unlockVault(unlock);
    expect(await flows.showVault()).toMatchObject({ state: 'open', count: 0, accounts: [] });
  });
});

it('codes that arrive for an account that is just being forgotten are not kept', async () => {
  const person = await someone();
  const { flows } = person.extension;
  const held = Promise.withResolvers<void>();
  person.intercept(isOffer, async (call, pass) => {
    const reply = await pass(call);
    await held.promise;
    return reply;
  });
  await flows.createVault(unlock);
  await person.extension.until(() => person.calls(isOffer).length > 0);
  await flows.forgetAccount(person.device);
  held.resolve();
  await person.quiet();
  expect(await flows.showVault()).toMatchObject({ count: 0 });
  expect(person.calls(isConfirmation)).toEqual([]);
});

describe('whoever sits between browser and service', () => {
  /** Answers the offer with what `forge` makes of it. */
  async function attacked(forge: (told: { token: string; jwe: string }) => object) {
    const person = await someone();
    person.intercept(isOffer, async (call, pass): Promise<HttpReply> => {
      const reply = await pass(call);
      return { ...reply, text: JSON.stringify(forge(JSON.parse(reply.text))) };
    });
    await person.extension.flows.createVault(unlock);
    await person.extension.until(() => person.calls(isOffer).length > 0);
    await person.quiet();
    return person;
  }

  async function expectNothing(person: Person): Promise<void> {
    expect(await person.extension.flows.showVault()).toMatchObject({ count: 0, accounts: [] });
    expect(person.calls(isConfirmation)).toEqual([]);
    expect(await person.ready()).toBe(false);
    expect(await person.extension.ports.session.all('first-code')).toEqual({});
  }

  it('cannot put in the secret of another device', async () => {
    const other = await someone({ vaultFirst: true });
    let stolen = { token: '', jwe: '' };
    other.intercept(isOffer, async (call, pass) => {
      const reply = await pass(call);
      stolen = JSON.parse(reply.text);
      return reply;
    });
    await other.extension.flows.eraseVault();
    await other.extension.flows.createVault(unlock);
    await other.extension.until(() => stolen.jwe);
    await expectNothing(await attacked(() => stolen));
  });

  /** Everything right but one thing, and sealed to the device as it should be. */
  it.each<[string, (claims: object, sign: Sign, other: Sign) => string]>([
    ['signed by somebody else', (claims, _sign, other) => other(claims)],
    ['for another device', (claims, sign) => sign({ ...claims, aud: `DB${'Z'.repeat(18)}` })],
    ['of another service', (claims, sign) => sign({ ...claims, iss: 'https://evil.example' })],
  ])('cannot put in one %s', async (_what, forge) => {
    const { rooms, origin } = stage.service;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const stranger: Sign = (claims) => {
      const head = Buffer.from(JSON.stringify({ alg: 'ES256', typ: PASSCODE_TYP })).toString('base64url');
      const said = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return `${said}.${signBytes('sha256', Buffer.from(said), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    };
    const own: Sign = (claims) => rooms.signing.sign(claims, PASSCODE_TYP);
    const person = await someone();
    person.intercept(isOffer, async (call, pass): Promise<HttpReply> => {
      const reply = await pass(call);
      const { token } = JSON.parse(reply.text);
      const claims = { iss: origin, aud: person.device, token, secret: 'A'.repeat(27), counter: 0, at: 0 };
      const row = await rooms.devices.find(rooms.floor.db.read, person.device);
      const key = await importJWK(JSON.parse(row?.receive_key ?? ''), 'ECDH-ES');
      const jwe = await new CompactEncrypt(Buffer.from(forge(claims, own, stranger)))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
        .encrypt(key);
      return { ...reply, text: JSON.stringify({ token, jwe }) };
    });
    await person.extension.flows.createVault(unlock);
    await person.extension.until(() => person.calls(isOffer).length > 0);
    await person.quiet();
    await expectNothing(person);
  });

  it('cannot give it another name', async () => {
    await expectNothing(await attacked((told) => ({ ...told, token: `DH${'Z'.repeat(18)}` })));
  });

  it('cannot change it', async () => {
    await expectNothing(
      await attacked(({ jwe, ...told }) => ({ ...told, jwe: jwe.replace(/.{6}$/, 'AAAAAA') })),
    );
  });

  it('reads neither the secret nor a later code of it', async () => {
    const seen: string[] = [];
    const person = await someone();
    person.intercept(
      () => true,
      async (call, pass) => {
        const reply = await pass(call);
        seen.push(call.body ?? '', reply.text);
        return reply;
      },
    );
    await person.extension.flows.createVault(unlock);
    await settled(person);
    await person.quiet();
    const row = await stage.service.rooms.floor.db.read
      .selectFrom('tokens')
      .select(['id', 'state'])
      .where('device_id', '=', person.device)
      .executeTakeFirst();
    expect(row?.state).toBe('ready');
    const { code } = await person.signIn();
    expect(seen.join('\n')).not.toContain(code);
  });
});

describe('a code is typed only', () => {
  async function person() {
    const made = await someone({ vaultFirst: true });
    await settled(made);
    return made;
  }
  const refused = { code: 'field_gone' };

  it.each([
    [
      'into a page of the account’s own origin',
      (origin: string) => [`${origin}.evil.example/prompt/x`, origin],
    ],
    ['into a page of its own port', () => ['https://localhost/prompt/x', 'https://localhost']],
    ['into a page, not where there is none', () => [null, '']],
  ])('%s', async (_where, shown) => {
    const { extension, device } = await person();
    const [url, at] = shown(stage.service.origin) as [string | null, string];
    const tab = await extension.ports.tabs.open('https://example.org/');
    const known = extension.browser.tabs.get(tab);
    if (known) extension.browser.tabs.set(tab, { ...known, url });
    const field = { origin: at, document: 'd', typed: null };
    extension.browser.codeFields.set(tab, field);
    await expect(extension.flows.fillPasscode({ device, tab })).rejects.toMatchObject(refused);
    expect(field.typed).toBeNull();
  });

  /** The tab as the browser tells of it is one thing, the page in it another. */
  it('into the page that was looked at', async () => {
    const { extension, device, signIn } = await person();
    const { origin } = stage.service;
    const tab = await extension.ports.tabs.open(`${origin}/prompt/x`);
    const { fill } = extension.ports.codeField;
    const fields = extension.browser.codeFields;
    fields.set(tab, { origin, document: 'before', typed: null });
    extension.ports.codeField.fill = (page, code) => {
      fields.set(tab, { origin, document: 'after', typed: null });
      return fill(page, code);
    };
    await expect(extension.flows.fillPasscode({ device, tab })).rejects.toMatchObject(refused);
    expect(fields.get(tab)?.typed).toBeNull();
    extension.ports.codeField.fill = fill;
    // The code that nobody saw is left out.
    expect((await signIn()).status).toBe(200);
  });

  it('where a page asks for it, and none is made where none does', async () => {
    const { extension, device } = await person();
    const tab = await extension.ports.tabs.open(`${stage.service.origin}/prompt/x`);
    const before = await counters();
    await expect(extension.flows.fillPasscode({ device, tab })).rejects.toMatchObject(refused);
    await expect(extension.flows.fillPasscode({ device, tab: 99 })).rejects.toMatchObject(refused);
    expect(await counters()).toEqual(before);
  });

  it('while the vault is open', async () => {
    const { extension, signIn } = await person();
    await extension.flows.lockVault();
    await expect(signIn()).rejects.toMatchObject({ code: 'vault_locked' });
  });
});

/** What the vault's counters stand at. */
async function counters(): Promise<unknown[]> {
  const opened = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('countersign-vault');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = await new Promise<unknown[]>((resolve) => {
    const request = opened.transaction('counters').objectStore('counters').getAll();
    request.onsuccess = () => resolve(request.result);
  });
  opened.close();
  return all;
}
