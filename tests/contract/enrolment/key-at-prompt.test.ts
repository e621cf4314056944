import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { devicesOf, deviceView, eventsOf, invitationsOf, invite, mustClaim, newDevice } from './set-up.ts';

let stage: Stage;
let people = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** A person with an inline invitation, and their prompt. */
async function invited() {
  const username = `person${++people}`;
  const user = await stage.service.addUser(username);
  await invite(stage.service, user, 'inline');
  return { user, username, prompt: await stage.site.begin(username) };
}

async function registration(prompt: TestPrompt, key: TestAuthenticator) {
  const { status, body } = await prompt.post('promptRegistrationBegin', { kind: 'security_key' });
  expect(status).toBe(200);
  return key.create(body.options as CeremonyOptions, { origin: stage.service.origin });
}

async function register(prompt: TestPrompt, key = new TestAuthenticator()) {
  const response = await registration(prompt, key);
  return prompt.post('promptRegistration', { response });
}

async function signIn(prompt: TestPrompt, key: TestAuthenticator) {
  const { body } = await prompt.post('promptAssertionBegin', { method: 'security_key' });
  const response = key.get(body.options as CeremonyOptions, { origin: stage.service.origin });
  return prompt.post('promptAssertion', { response });
}

describe('a key at the first sign-in', () => {
  it('uses the invitation up, and the sign-in goes on with the key', async () => {
    const { user, prompt } = await invited();
    const key = new TestAuthenticator();
    expect((await prompt.read()).state).toBe('enrolling');
    expect((await register(prompt, key)).status).toBe(200);
    expect((await invitationsOf(stage.service, user))[0]?.used_at).not.toBeNull();
    expect(await prompt.read()).toMatchObject({ state: 'choosing', opensWith: 'security_key' });
    expect((await signIn(prompt, key)).status).toBe(200);
    expect((await stage.site.exchange(await prompt.finish())).status).toBe(200);
    const events = await eventsOf(stage.service, user);
    expect(events).toContain('invitation.used');
    expect(events).toContain('credential.added');
  });

  it('ends the pairing that was begun beside it', async () => {
    const { user, prompt } = await invited();
    const { body } = await prompt.post('promptPairing');
    const claimed = await mustClaim(newDevice(stage.service), String(body.link));
    expect(deviceView(await claimed.view()).state).toBe('compared');
    expect((await register(prompt)).status).toBe(200);
    expect((await claimed.view()).body.error).toBe('invitation_used');
    expect((await claimed.answer(true)).body.error).toBe('invitation_used');
    expect((await prompt.post('promptPairing')).body.error).toBe('transaction_state');
    expect(await devicesOf(stage.service, user)).toEqual([]);
  });

  it('adds one thing where a key and a browser are ready at the same moment', async () => {
    const { user, prompt } = await invited();
    const { body } = await prompt.post('promptPairing');
    const claimed = await mustClaim(newDevice(stage.service), String(body.link));
    await claimed.answer(true);
    const response = await registration(prompt, new TestAuthenticator());
    const replies = await Promise.all([
      prompt.post('promptPairingAnswer', { match: true }),
      prompt.post('promptRegistration', { response }),
    ]);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const { credentials, floor } = stage.service.rooms;
    const keys = await credentials.of(floor.db.read, user);
    expect((await devicesOf(stage.service, user)).length + keys.length).toBe(1);
  });

  it('adds one key where two prompts finish at the same moment, and both sign in with it', async () => {
    const { user, username, prompt } = await invited();
    const second = await stage.site.begin(username);
    const keys = [new TestAuthenticator(), new TestAuthenticator()] as const;
    const responses = [await registration(prompt, keys[0]), await registration(second, keys[1])] as const;
    const replies = await Promise.all([
      prompt.post('promptRegistration', { response: responses[0] }),
      second.post('promptRegistration', { response: responses[1] }),
    ]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const key = replies[0].status === 200 ? keys[0] : keys[1];
    const { credentials, floor } = stage.service.rooms;
    expect(await credentials.of(floor.db.read, user)).toHaveLength(1);
    for (const each of [prompt, second]) {
      expect(await each.read()).toMatchObject({ state: 'choosing', opensWith: 'security_key' });
      expect((await signIn(each, key)).status).toBe(200);
    }
  });
});
