import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { openKeyTabs } from '../extension/key-tabs.ts';
import { pairedExtension } from '../extension/set-up.ts';
import { EXTENSION } from '../webauthn/set-up.ts';

/**
 * A paired service that turned bad. Our page may use the keys of every host that it has access to, so the service
 * could have it ask for those of another one.
 */
let stage: Stage;
let extension: TestExtension;
let device: DeviceId;
const OTHER = 'other.example.org';

beforeAll(async () => {
  stage = await startStage({ extensionOrigins: [EXTENSION] });
  extension = await pairedExtension(stage.service, stage.alex);
  device = (await extension.overview()).accounts[0]?.device as DeviceId;
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(60 * MINUTE);
});

/** From now on the service's questions at this address are about another host. */
function turnBad(path: string, member: object) {
  const { browser } = extension;
  const honest = browser.answer;
  browser.answer = async (call) => {
    const reply = await honest(call);
    if (!call.url.endsWith(path)) return reply;
    const body = JSON.parse(reply.text);
    return { ...reply, text: JSON.stringify({ ...body, options: { ...body.options, ...member } }) };
  };
  return () => {
    browser.answer = honest;
  };
}

it('registers nothing in the name of another host', async () => {
  const mend = turnBad(pathTo('deviceRegistrationBegin'), { rp: { id: OTHER, name: 'Countersign' } });
  const tabs = openKeyTabs(stage, extension);
  await extension.flows.addCredential({ device, kind: 'platform' });
  await tabs.prove();
  await extension.until(async () => (await tabs.step()) === 'failed');
  expect(await tabs.change()).toMatchObject({ error: 'service_untrusted' });
  mend();
});

it('confirms nothing in the name of another host', async () => {
  const tabs = openKeyTabs(stage, extension);
  await extension.flows.addCredential({ device, kind: 'platform' });
  await tabs.prove();
  await tabs.add(new TestAuthenticator({ kind: 'platform' }));
  await stage.service.setPolicy({ browserApproval: 'user_verification' });
  const prompt = await stage.site.begin('alex');
  await extension.showPrompt(prompt);
  await prompt.post('promptPush');
  const { id } = await extension.waiting();
  const mend = turnBad(pathTo('deviceVerification', id), { rpId: OTHER });
  await expect(extension.flows.approvePush({ device, push: id })).rejects.toMatchObject({
    code: 'service_untrusted',
  });
  mend();
});
