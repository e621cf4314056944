import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { AuthenticatorKind, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { defaultPolicy, type PolicyChanges } from '../../../service/policies/policy.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { invite } from '../enrolment/set-up.ts';
import { failuresOf, giveBypass, giveToken, signIn, type } from '../passcode/set-up.ts';
import { PortalBrowser, toNextMinute } from '../portal/set-up.ts';
import { mustWait } from '../push/set-up.ts';
import {
  answer,
  ask,
  beginRegistration,
  EXTENSION,
  register,
  startWithExtension,
} from '../webauthn/set-up.ts';

/** Policy is read where it is used: what was begun while it was allowed is not finished once it is forbidden. */
let stage: Stage;
let origin: string;
let user: UserId;
let username: string;
let laptop: TestDevice;
let people = 0;

const KINDS = [
  ['platform', 'platform_off', { platform: 'off' }],
  ['security_key', 'security_keys_off', { securityKeys: 'off' }],
] as const satisfies [AuthenticatorKind, string, PolicyChanges][];

beforeAll(async () => {
  stage = await startWithExtension();
  origin = stage.service.origin;
});
afterAll(() => stage.stop());
beforeEach(async () => {
  const { platform, securityKeys, passcodes, bypassCodes, browserApproval } = defaultPolicy;
  await stage.service.setPolicy({ platform, securityKeys, passcodes, bypassCodes, browserApproval });
  // Step-ups are few a minute.
  await stage.service.advance(2 * MINUTE);
  username = `member${++people}`;
  user = await stage.service.addUser(username);
  laptop = await stage.pair('Laptop', user);
});

async function added(kind: AuthenticatorKind): Promise<TestAuthenticator> {
  const authenticator = new TestAuthenticator({ kind, checksPerson: true });
  expect((await register(stage, { device: laptop, authenticator, kind })).status).toBe(200);
  return authenticator;
}

const stateOf = async (prompt: TestPrompt): Promise<string> => (await prompt.read()).state;

describe.each(KINDS)('%s', (kind, off, changes) => {
  it('signs nobody in that was asked before', async () => {
    const key = await added(kind);
    const prompt = await stage.site.begin(username);
    const response = key.get(await ask(prompt, kind), { origin });
    await stage.service.setPolicy(changes);
    expect((await answer(prompt, response)).body.error).toBe(off);
    expect(await stateOf(prompt)).toBe('choosing');
    expect((await prompt.post('promptAssertionBegin', { method: kind })).body.error).toBe(off);
  });

  it('signs nobody in that answers for another kind', async () => {
    const key = await added(kind);
    const other = kind === 'platform' ? 'security_key' : 'platform';
    await added(other);
    await stage.service.setPolicy(changes);
    const prompt = await stage.site.begin(username);
    // Browsers ask for no more than the listed ones; this one does not care.
    const asked = { ...(await ask(prompt, other)), allowCredentials: undefined };
    const response = key.get(asked, { origin, userVerified: true });
    expect((await answer(prompt, response)).body.error).toBe(off);
    expect(await stateOf(prompt)).toBe('choosing');
  });

  it('is added by no paired browser, from the first call to the last', async () => {
    const { options } = await beginRegistration(stage, { device: laptop, kind });
    const authenticator = new TestAuthenticator({ kind, checksPerson: true });
    const response = authenticator.create(options, { origin: EXTENSION });
    await stage.service.setPolicy(changes);
    const reply = await laptop.call('POST', pathTo('deviceCredentials'), { body: { response } });
    expect(reply.body.error).toBe(off);
    const again = await laptop.call('GET', pathTo('deviceCredentials'));
    expect(again.body.credentials).toEqual([]);
  });

  it('is set up at no prompt, whatever the browser was asked for', async () => {
    const newcomer = await stage.service.addUser(`newcomer${++people}`);
    await invite(stage.service, newcomer, 'inline');
    const prompt = await stage.site.begin(`newcomer${people}`);
    const other = kind === 'platform' ? 'security_key' : 'platform';
    const { body } = await prompt.post('promptRegistrationBegin', { kind: other });
    const authenticator = new TestAuthenticator({ kind, checksPerson: true });
    const options = body.options as CeremonyOptions;
    const response = authenticator.create(options, { origin, userVerified: true });
    await stage.service.setPolicy(changes);
    expect((await prompt.post('promptRegistration', { response })).body.error).toBe(off);
    expect((await prompt.post('promptRegistrationBegin', { kind })).body.error).toBe(off);
    expect(await stateOf(prompt)).toBe('enrolling');
  });

  it('does not open the portal', async () => {
    const key = await added(kind);
    await toNextMinute(stage);
    const browser = new PortalBrowser(stage);
    const response = key.get(await browser.ask(username), { origin });
    await stage.service.setPolicy(changes);
    expect((await browser.answer(response)).body.error).toBe(off);
    expect((await browser.state()).status).not.toBe(200);
  });

  it('is no way that lets the last other one be removed', async () => {
    await added(kind);
    await stage.service.setPolicy(changes);
    expect((await laptop.call('DELETE', pathTo('deviceSelf'))).body.error).toBe('last_method');
    await stage.service.setPolicy({ platform: 'on', securityKeys: 'on' });
    expect((await laptop.call('DELETE', pathTo('deviceSelf'))).status).toBe(200);
  });
});

describe('push', () => {
  it('is approved by nobody who was asked before', async () => {
    const prompt = await stage.site.begin(username);
    await laptop.prove(prompt);
    await prompt.post('promptPush');
    const push = await mustWait(laptop);
    await stage.service.setPolicy({ browserApproval: 'off' });
    const decided = await laptop.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
    expect(decided.body.error).toBe('push_off');
    expect(await stateOf(prompt)).not.toBe('approved');
    await prompt.post('promptCancel');
    expect((await prompt.post('promptPush')).body.error).toBe('denied_by_policy');
  });
});

describe('codes', () => {
  it('that were right a moment ago', async () => {
    const token = await giveToken(stage.service, { user });
    const prompt = await stage.site.begin(username);
    expect((await prompt.read()).methods).toContainEqual(
      expect.objectContaining({ method: 'passcode', ready: true }),
    );
    await stage.service.setPolicy({ passcodes: 'off' });
    expect((await type(prompt, token.at(0))).body.error).toBe('passcode_off');
    await stage.service.setPolicy({ passcodes: 'on' });
    expect((await type(prompt, token.at(0))).status).toBe(200);
  });

  it('of the help desk, which are hidden: neither right nor wrong, and no guess', async () => {
    const token = await giveToken(stage.service, { user });
    const code = await giveBypass(stage, { user });
    await stage.service.setPolicy({ bypassCodes: 'hidden' });
    for (let times = 0; times < 12; times++)
      for (const typed of [code, '987650012'])
        expect((await signIn(stage, username, typed)).body.error).toBe('bypass_hidden');
    expect(await failuresOf(stage, user)).toBe(0);
    expect((await signIn(stage, username, token.at(0))).status).toBe(200);
    await stage.service.setPolicy({ bypassCodes: 'shown' });
    expect((await signIn(stage, username, code)).status).toBe(200);
  });
});
