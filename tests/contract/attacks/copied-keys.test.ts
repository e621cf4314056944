import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Stage } from '../../fakes/stage.ts';
import { EXTENSION, lastEvents, register, startWithExtension } from '../webauthn/set-up.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startWithExtension();
});
afterAll(() => stage.stop());

it('a copy that confirms an approval while the other one is used gives itself away', async () => {
  const laptop = await stage.pair('Laptop');
  const computer = new TestAuthenticator({ kind: 'platform' });
  await register(stage, { device: laptop, authenticator: computer, kind: 'platform' });
  await stage.service.setPolicy({ browserApproval: 'user_verification' });
  const prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  await prompt.post('promptPush');
  const push = (await laptop.inbox()).requests.at(-1);
  if (!push) throw new Error('no request waits');
  const { body } = await laptop.call('POST', pathTo('deviceVerification', push.id));
  const assertion = computer.get(body.options as CeremonyOptions, { origin: EXTENSION, signCount: 5 });

  const { floor, credentials } = stage.service.rooms;
  const [credential] = await credentials.of(floor.db.read, stage.alex);
  if (!credential) throw new Error('nothing is registered');
  const release = Promise.withResolvers<void>();
  const other = floor.db.write(async (tx) => {
    await credentials.used(tx, credential, { signCount: 9, backedUp: false });
    await release.promise;
  });
  const write = vi.spyOn(floor.db, 'write');
  const decision = await laptop.decision(push, { decision: 'approve' });
  const deciding = laptop.call('POST', pathTo('deviceDecision', push.id), {
    body: { decision, assertion },
    cookie: prompt.cookie,
  });
  await vi.waitUntil(() => write.mock.calls.length > 0);
  write.mockRestore();
  release.resolve();
  await other;
  expect((await deciding).body.error).toBe('authenticator_clone');
  expect(await lastEvents(stage, 'credential.clone_suspected')).toHaveLength(1);
});
