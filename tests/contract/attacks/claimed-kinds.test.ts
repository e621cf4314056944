import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { EXTENSION, register, startWithExtension } from '../webauthn/set-up.ts';

let stage: Stage;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());

it('what calls itself this computer must check who is there, whatever it was asked as', async () => {
  const claims = new TestAuthenticator({ kind: 'platform', checksPerson: false });
  const refused = await register(stage, { device: laptop, authenticator: claims, kind: 'security_key' });
  expect(refused.body.error).toBe('user_verification_missing');
  const place = { origin: EXTENSION, userVerified: true };
  const verifies = new TestAuthenticator({ kind: 'platform' });
  const taken = await register(stage, {
    device: laptop,
    authenticator: verifies,
    kind: 'security_key',
    place,
  });
  expect(taken.body.credential).toMatchObject({ kind: 'platform' });
});
