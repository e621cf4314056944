import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { type AuthenticatorOptions, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { register, startWithExtension } from '../webauthn/set-up.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startWithExtension();
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(DAY));

async function someone(name: string): Promise<TestDevice> {
  await stage.service.setPolicy({ browserApproval: 'click' });
  return stage.pair('Laptop', await stage.service.addUser(name));
}

async function add(device: TestDevice, options: AuthenticatorOptions = {}): Promise<string> {
  const authenticator = new TestAuthenticator(options);
  const { body } = await register(stage, { device, authenticator, kind: options.kind ?? 'security_key' });
  return (body.credential as { id: string }).id;
}

const remove = (device: TestDevice, id: string, proof: string) =>
  device.call('POST', pathTo('deviceCredentialRemoval', id), { body: { stepUp: proof } });

it('where an approval takes this computer as well, the browser alone is no way to sign in', async () => {
  const laptop = await someone('sam');
  const computer = await add(laptop, { kind: 'platform' });
  const proof = await stepUp(stage, laptop, 'credential_remove');
  await stage.service.setPolicy({ browserApproval: 'user_verification' });
  expect((await remove(laptop, computer, proof)).body.error).toBe('last_method');
  await stage.service.setPolicy({ browserApproval: 'click' });
  expect((await remove(laptop, computer, proof)).status).toBe(200);
});

it('a second browser can go, also where nobody has registered a computer yet', async () => {
  const laptop = await someone('kim');
  const { user_id: kim } = await stage.service.rooms.floor.db.read
    .selectFrom('devices')
    .select('user_id')
    .where('id', '=', laptop.id as never)
    .executeTakeFirstOrThrow();
  await stage.pair('Desk', kim);
  await stage.service.setPolicy({ browserApproval: 'user_verification' });
  expect((await laptop.call('DELETE', pathTo('deviceSelf'))).status).toBe(200);
});

it('of fifty removals at once of everything there is, one way stays', async () => {
  const laptop = await someone('robin');
  const own = [await add(laptop), await add(laptop), await add(laptop, { kind: 'platform' })];
  const proof = await stepUp(stage, laptop, 'credential_remove');
  await stage.service.setPolicy({ browserApproval: 'off' });
  const replies = await Promise.all(
    Array.from({ length: 51 }, (_, turn) => remove(laptop, own[turn % 3] ?? '', proof)),
  );
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(2);
  await stage.service.setPolicy({ browserApproval: 'click' });
  const { body } = await laptop.call('GET', pathTo('deviceCredentials'));
  const [left] = body.credentials as { id: string }[];
  const last = await Promise.all([
    ...Array.from({ length: 25 }, () => remove(laptop, left?.id ?? '', proof)),
    ...Array.from({ length: 25 }, () => laptop.call('DELETE', pathTo('deviceSelf'))),
  ]);
  expect(last.filter(({ status }) => status === 200)).toHaveLength(1);
});
