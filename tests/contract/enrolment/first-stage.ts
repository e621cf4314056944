import { expect } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { AuthenticatorKind, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { startStage } from '../../fakes/stage.ts';
import { answer, ask } from '../webauthn/set-up.ts';
import { deviceView, invite, mustClaim, newDevice } from './set-up.ts';

/** A stage for people who have nothing yet, and may set it up at the prompt. */
export async function startFirst() {
  const stage = await startStage();
  const { service, site } = stage;
  let people = 0;

  /** Somebody at their first prompt, where policy lets them set up whatever there is. */
  async function newcomer() {
    await service.advance(MINUTE);
    await service.setPolicy({ browserApproval: 'click', platform: 'on', securityKeys: 'on' });
    const username = `person${++people}`;
    const id = await service.addUser(username);
    await invite(service, id, 'inline');
    const me = {
      id,
      username,
      prompt: await site.begin(username),
      setUp: async () => (await me.prompt.read()).setUp,

      /** A pairing at the prompt, up to the digits. */
      async compare(name = 'Laptop') {
        const device = newDevice(service);
        const begun = await me.prompt.post('promptPairing');
        expect(begun.status, String(begun.body.error)).toBe(200);
        const claimed = await mustClaim(device, String(begun.body.link), name);
        const confirm = async (): Promise<TestDevice> => {
          await me.prompt.post('promptPairingAnswer', { match: true });
          device.adopt(deviceView(await claimed.answer(true)).device ?? '');
          return device;
        };
        return { claimed, confirm };
      },

      pair: async (name?: string): Promise<TestDevice> => (await me.compare(name)).confirm(),
      begin: (kind: AuthenticatorKind) => me.prompt.post('promptRegistrationBegin', { kind }),

      async register(key: TestAuthenticator) {
        const { body } = await me.begin('security_key');
        const response = key.create(body.options as CeremonyOptions, { origin: service.origin });
        return me.prompt.post('promptRegistration', { response });
      },

      async signInBy(key: TestAuthenticator): Promise<void> {
        const response = key.get(await ask(me.prompt), { origin: service.origin });
        expect((await answer(me.prompt, response)).status).toBe(200);
      },

      /** Signs in by a key that was set up here. */
      async byKey(): Promise<TestAuthenticator> {
        const key = new TestAuthenticator();
        expect((await me.register(key)).status).toBe(200);
        await me.signInBy(key);
        return key;
      },

      skip: () => me.prompt.post('promptSkipPractice'),
    };
    return me;
  }

  return { ...stage, newcomer };
}

export type FirstStage = Awaited<ReturnType<typeof startFirst>>;
export type Newcomer = Awaited<ReturnType<FirstStage['newcomer']>>;

/** The one request that waits for this browser. */
export async function waitingAt(device: TestDevice) {
  const [push] = (await device.inbox()).requests;
  if (!push) throw new Error('no request waits');
  return push;
}
