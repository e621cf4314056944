import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { answer, ask, lastEvents, register, startWithExtension } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;
let sam: UserId;

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  sam = await stage.service.addUser('sam');
  desk = await stage.pair('Desk', sam);
});
afterAll(() => stage.stop());
// Step-ups are few a minute.
beforeEach(() => stage.service.advance(2 * MINUTE));

const add = async (device = laptop, authenticator = new TestAuthenticator()): Promise<string> => {
  const { body } = await register(stage, { device, authenticator });
  return (body.credential as { id: string }).id;
};
const rename = (device: TestDevice, id: string, name: string) =>
  device.call('PATCH', pathTo('deviceCredential', id), { body: { name } });
const remove = (device: TestDevice, id: string, proof: string) =>
  device.call('POST', pathTo('deviceCredentialRemoval', id), { body: { stepUp: proof } });
const namesOf = async (device: TestDevice): Promise<string[]> => {
  const { body } = await device.call('GET', pathTo('deviceCredentials'));
  return (body.credentials as { name: string }[]).map(({ name }) => name);
};

it('a person renames what is theirs, and nothing else', async () => {
  const id = await add();
  expect((await rename(laptop, id, ' Blue key ')).body.credential).toMatchObject({ id, name: 'Blue key' });
  expect(await namesOf(laptop)).toContain('Blue key');
  expect((await rename(desk, id, 'Mine now')).body.error).toBe('not_found');
  expect((await rename(laptop, `WA${'A'.repeat(18)}`, 'Nobody’s')).body.error).toBe('not_found');
  for (const name of ['', 'a'.repeat(65), 'two\nlines', '\u202eyek'])
    expect((await rename(laptop, id, name)).body.error).toBe('bad_request');
  expect(await lastEvents(stage, 'credential.renamed')).toHaveLength(1);
});

it('a person removes what is theirs after a step-up, and it is of no use from then on', async () => {
  const key = new TestAuthenticator();
  const id = await add(laptop, key);
  const prompt = await stage.site.begin('alex');
  const options = await ask(prompt);
  const forAdding = await stepUp(stage, laptop, 'credential_add');
  expect((await remove(laptop, id, forAdding)).body.error).toBe('step_up_needed');
  const proof = await stepUp(stage, laptop, 'credential_remove');
  const proofOfSam = await stepUp(stage, desk, 'credential_remove');
  expect((await remove(desk, id, proof)).body.error).toBe('step_up_needed');
  expect((await remove(desk, id, proofOfSam)).body.error).toBe('not_found');
  expect((await remove(laptop, id, proof)).status).toBe(200);
  expect((await remove(laptop, id, proof)).body.error).toBe('not_found');

  const { origin } = stage.service;
  const late = key.get({ ...options, allowCredentials: undefined }, { origin });
  expect((await answer(prompt, late)).body.error).toBe('authenticator_unknown');
  const [last] = (await lastEvents(stage, 'credential.removed')).slice(-1);
  expect(last).toMatchObject({ reason: 'owner', device_id: laptop.id });
  expect((await laptop.inbox()).notices.map(({ kind }) => kind)).toContain('credential_removed');
});

it('the last way to sign in stays, whatever policy has made of the others', async () => {
  const [first, second] = [await add(desk), await add(desk)];
  const proof = await stepUp(stage, desk, 'credential_remove');
  await stage.service.setPolicy({ browserApproval: 'off' });
  expect((await remove(desk, first, proof)).status).toBe(200);
  expect((await remove(desk, second, proof)).body.error).toBe('last_method');
  await stage.service.setPolicy({ browserApproval: 'click' });
  expect((await remove(desk, second, proof)).status).toBe(200);
  expect(await namesOf(desk)).toEqual([]);
});

it('of two removals at once, each of the other’s last way, one is refused', async () => {
  const own = [await add(desk), await add(desk)];
  const proof = await stepUp(stage, desk, 'credential_remove');
  await stage.service.setPolicy({ browserApproval: 'off' });
  const replies = await Promise.all(own.map((id) => remove(desk, id, proof)));
  expect(replies.map(({ body }) => body.error).toSorted()).toEqual(['last_method', undefined]);
  await stage.service.setPolicy({ browserApproval: 'click' });
});

it('a key that may have been copied is no way to sign in where policy refuses it', async () => {
  const [doubtful, sound] = [await add(laptop), await add(laptop)];
  const { floor, credentials } = stage.service.rooms;
  const own = await credentials.of(floor.db.read, stage.alex);
  await floor.db.write(async (tx) => {
    for (const credential of own) {
      if (credential.id === doubtful) await credentials.suspect(tx, credential);
      else if (credential.id !== sound) await credentials.end(tx, credential.id, { reason: 'operator' });
    }
  });
  const proof = await stepUp(stage, laptop, 'credential_remove');
  await stage.service.setPolicy({ browserApproval: 'off', cloneSuspected: 'refuse' });
  expect((await remove(laptop, sound, proof)).body.error).toBe('last_method');
  await stage.service.setPolicy({ cloneSuspected: 'warn' });
  expect((await remove(laptop, sound, proof)).status).toBe(200);
  await stage.service.setPolicy({ browserApproval: 'click', cloneSuspected: 'refuse' });
});

it('the operator removes even the last one, and the row stays for the log', async () => {
  const { floor, credentials, devices } = stage.service.rooms;
  const id = (await credentials.of(floor.db.read, stage.alex))[0]?.id;
  if (!id) throw new Error('nothing is registered');
  await floor.db.write((tx) =>
    devices.end(tx, laptop.id as DeviceId, { status: 'removed', reason: 'operator' }),
  );
  expect(await floor.db.write((tx) => credentials.end(tx, id, { reason: 'operator' }))).toBe(true);
  expect(await floor.db.write((tx) => credentials.end(tx, id, { reason: 'operator' }))).toBe(false);
  expect((await credentials.list(stage.alex)).some((row) => row.id === id && row.removed_at !== null)).toBe(
    true,
  );
  const prompt = await stage.site.begin('alex');
  expect(await prompt.read()).toMatchObject({ state: 'refused', refusal: 'enrolment_needed', methods: [] });
});
