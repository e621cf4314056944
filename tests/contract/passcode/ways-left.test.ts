import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { giveBrowserCodes, giveBypass, giveToken, print } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.setPolicy({ passcodes: 'on', browserApproval: 'click' });
});

async function newPerson() {
  const user = await stage.service.addUser(`keeper-${++turn}`);
  laptop = await stage.pair('Laptop', user);
  return user;
}

const unpair = () => laptop.call('DELETE', pathTo('deviceSelf'));

it('a hardware token is another way, so the last browser may go', async () => {
  await giveToken(stage.service, { user: await newPerson() });
  expect((await unpair()).status).toBe(200);
});

it('a hardware token is none where codes are switched off', async () => {
  await giveToken(stage.service, { user: await newPerson() });
  await stage.service.setPolicy({ passcodes: 'off' });
  expect((await unpair()).body.error).toBe('last_method');
});

it('neither the browser’s own codes nor any that run out are another way', async () => {
  const user = await newPerson();
  await giveBrowserCodes(stage, { device: laptop, user });
  await print(stage, { device: laptop, user });
  await giveBypass(stage, { user });
  expect((await unpair()).body.error).toBe('last_method');
});

it('a hardware token does not stand in the way of the first authenticator', async () => {
  await giveToken(stage.service, { user: await newPerson() });
  await stage.service.setPolicy({ browserApproval: 'user_verification' });
  expect(await stepUp(stage, laptop)).toBeTypeOf('string');
});
