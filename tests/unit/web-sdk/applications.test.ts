import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ApplicationId } from '../../../lib/protocol/ids.ts';
import { createApplications, type NewApplication } from '../../../service/applications/applications.ts';
import { createAudit } from '../../../service/audit/audit.ts';
import { type OpenDb, openDb } from '../../../service/db/db.ts';
import { createSealing } from '../../../service/sealing/sealing.ts';
import { createSignals } from '../../../service/signals.ts';
import { systemClock as clock, systemRandom as random } from '../../../service/system.ts';

const id = v.parse(ApplicationId, `DI${'P'.repeat(18)}`);
const secret = 's'.repeat(40);
const redirectUris = ['https://portal.example.org/callback'];

let folder: string;
let db: OpenDb;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  db = await openDb({ file: join(folder, 'test.db'), onChange: () => {} });
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

function open() {
  const log = { info() {}, warn() {}, error() {} };
  const floor = {
    db,
    clock,
    random,
    audit: createAudit({ clock, log }),
    signals: createSignals(),
    origin: 'https://localhost',
  };
  const sealing = createSealing(new Uint8Array(32), random);
  const opened = { times: 0 };
  const counting = {
    seal: sealing.seal,
    open: (...place: Parameters<typeof sealing.open>) => {
      opened.times += 1;
      return sealing.open(...place);
    },
  };
  const applications = createApplications(floor, { sealing: counting });
  const add = (input: NewApplication) => db.write((tx) => applications.add(tx, input));
  return { applications, add, opened, sealing };
}

test('draws an id and a secret as the SDKs take them', async () => {
  const { applications, add } = open();
  const added = await add({ name: ' Campus Portal ', redirectUris });
  expect(added).toEqual({
    id: expect.stringMatching(/^DI[A-Z0-9]{18}$/),
    name: 'Campus Portal',
    secret: expect.stringMatching(/^[A-Z0-9]{40}$/),
    redirectUris,
    anyRedirect: false,
    enabled: true,
  });
  expect(await applications.find(added?.id ?? id)).toEqual(added);
});

test('only creates: one that exists stays as it is', async () => {
  const { applications, add } = open();
  await add({ id, secret, name: 'Campus Portal', redirectUris });
  expect(await add({ id, secret: 'x'.repeat(40), name: 'Another', redirectUris: [] })).toBeNull();
  expect(await applications.find(id)).toMatchObject({ name: 'Campus Portal', secret, redirectUris });
});

test.each<[string, Partial<NewApplication>]>([
  ['an empty name', { name: ' ' }],
  ['an id of another kind', { id: `DU${'P'.repeat(18)}` }],
  ['a short secret', { secret: 's'.repeat(39) }],
  ['a secret with other characters', { secret: `${'s'.repeat(39)}-` }],
  ['a redirect address over http', { redirectUris: ['http://portal.example.org/'] }],
])('refuses %s', async (_, change) => {
  await expect(open().add({ name: 'Campus Portal', redirectUris, ...change })).rejects.toThrow('bad_request');
});

test('keeps the secret sealed, and lists without it', async () => {
  const { applications, add } = open();
  await add({ id, secret, name: 'Campus Portal', redirectUris });
  const row = await db.read.selectFrom('applications').select('client_secret').executeTakeFirstOrThrow();
  expect(Buffer.from(row.client_secret).includes(secret)).toBe(false);
  expect(JSON.stringify(await applications.list())).not.toContain(secret);
});

test('unseals a secret once, and again when it was changed elsewhere', async () => {
  const { applications, add, opened, sealing } = open();
  await add({ id, secret, name: 'Campus Portal', redirectUris });
  await applications.find(id);
  await applications.find(id);
  expect(opened.times).toBe(1);

  const changed = sealing.seal({ table: 'applications', column: 'client_secret', row: id }, 'n'.repeat(40));
  await db.write((tx) => tx.query.updateTable('applications').set({ client_secret: changed }).execute());
  expect((await applications.find(id))?.secret).toBe('n'.repeat(40));
});

test('finds nothing under an unknown id', async () => {
  expect(await open().applications.find(id)).toBeNull();
});
