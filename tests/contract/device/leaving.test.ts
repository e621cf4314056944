import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { register, startWithExtension } from '../webauthn/set-up.ts';

const SELF = pathTo('deviceSelf');

let stage: Stage;
let people = 0;
beforeAll(async () => {
  stage = await startWithExtension();
});
afterAll(() => stage.stop());

/** A person with one paired browser and one security key. */
async function withKey() {
  const user = await stage.service.addUser(`person${++people}`);
  const device = await stage.pair('Only browser', user);
  const authenticator = new TestAuthenticator();
  const { status, body } = await register(stage, { device, authenticator });
  expect(status).toBe(200);
  return { user, device, key: (body.credential as { id: string }).id };
}

describe('a person’s only browser', () => {
  it('may leave where a security key remains', async () => {
    const { device } = await withKey();
    expect((await device.call('DELETE', SELF)).status).toBe(200);
    expect((await device.call('GET', pathTo('deviceInbox'))).body.error).toBe('device_unknown');
  });

  it('stays where the key was removed, or may have been copied', async () => {
    const { device, key } = await withKey();
    const { credentials, floor } = stage.service.rooms;
    await floor.db.write(({ query }) =>
      query
        .updateTable('credentials')
        .set({ clone_suspected_at: 1 })
        .where('id', '=', key as never)
        .execute(),
    );
    expect((await device.call('DELETE', SELF)).body.error).toBe('last_method');
    await stage.service.setPolicy({ cloneSuspected: 'warn' });
    await floor.db.write((tx) => credentials.end(tx, key as never, { reason: 'test' }));
    expect((await device.call('DELETE', SELF)).body.error).toBe('last_method');
    await stage.service.setPolicy({ cloneSuspected: 'refuse' });
  });

  it('and the only key cannot both leave at the same moment', async () => {
    const { user, device, key } = await withKey();
    const proof = await stepUp(stage, device, 'credential_remove');
    const replies = await Promise.all([
      device.call('POST', pathTo('deviceCredentialRemoval', key), { body: { stepUp: proof } }),
      device.call('DELETE', SELF),
    ]);
    // Whichever is second is refused; a browser that has just left may not even ask.
    const [first, second] = replies.map(({ status }) => status).toSorted();
    expect(first).toBe(200);
    expect([401, 409]).toContain(second);
    const ways = stage.service.rooms.floor.db.read.selectFrom('methods').where('user_id', '=', user);
    expect(await ways.select('id').execute()).toHaveLength(1);
  });

  it('does not count where policy has switched push off', async () => {
    const { user, device, key } = await withKey();
    const other = await stage.pair('Second browser', user);
    const proof = await stepUp(stage, device, 'credential_remove');
    await stage.service.setPolicy({ browserApproval: 'off' });
    const removal = { body: { stepUp: proof } };
    const path = pathTo('deviceCredentialRemoval', key);
    expect((await device.call('POST', path, removal)).body.error).toBe('last_method');
    expect((await other.call('DELETE', SELF)).status).toBe(200);
    await stage.service.setPolicy({ browserApproval: 'click' });
    expect((await device.call('POST', path, removal)).status).toBe(200);
  });
});
