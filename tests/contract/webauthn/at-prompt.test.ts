import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CredentialId, UserId } from '../../../lib/protocol/ids.ts';
import type { AuthenticatorKind, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { type Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { answer, ask } from './set-up.ts';

let stage: Stage;
let origin: string;
let person: UserId;
let username: string;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
  origin = stage.service.origin;
});
afterAll(() => stage.stop());
beforeEach(async () => {
  username = `newcomer-${++turn}`;
  person = await stage.service.addUser(username);
});

const invite = (kind: 'inline' | 'link' = 'inline') => {
  const { floor, invitations } = stage.service.rooms;
  return floor.db.write((tx) => invitations.invite(tx, { user: person, kind }));
};

async function askToRegister(prompt: TestPrompt, kind: AuthenticatorKind = 'security_key') {
  const { status, body } = await prompt.post('promptRegistrationBegin', { kind });
  expect(status, String(body.error)).toBe(200);
  return body.options as CeremonyOptions;
}
const finish = (prompt: TestPrompt, response: object) => prompt.post('promptRegistration', { response });

it('an invited person sets up a key at the first sign-in, without any extension, and signs in with it', async () => {
  await invite();
  const key = new TestAuthenticator();
  const prompt = await stage.site.begin(username);
  expect((await prompt.read()).state).toBe('enrolling');
  const options = await askToRegister(prompt);
  const added = await finish(prompt, key.create(options, { origin }));
  expect(added.body.credential).toMatchObject({ kind: 'security_key', name: 'Security key' });
  expect(await prompt.read()).toMatchObject({ state: 'choosing', opensWith: 'security_key' });
  expect((await answer(prompt, key.get(await ask(prompt), { origin }))).status).toBe(200);
  expect((await stage.site.exchange(await prompt.finish())).status).toBe(200);

  const later = await stage.site.begin(username);
  expect((await answer(later, key.get(await ask(later), { origin }))).status).toBe(200);
});

it('this computer is called like the browser that it is in', async () => {
  await invite();
  const prompt = await stage.site.begin(username);
  const computer = new TestAuthenticator({ kind: 'platform' });
  const response = computer.create(await askToRegister(prompt, 'platform'), { origin });
  const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
  const added = await prompt.post('promptRegistration', { response }, { 'User-Agent': agent });
  expect(added.body.credential).toMatchObject({ kind: 'platform', name: 'Firefox on Linux' });
});

it('one invitation sets up one thing, in whichever of two pages', async () => {
  await invite();
  const [one, other] = [await stage.site.begin(username), await stage.site.begin(username)];
  const [first, second] = [await askToRegister(one), await askToRegister(other)];
  const make = (options: CeremonyOptions) => new TestAuthenticator().create(options, { origin });
  const replies = await Promise.all([finish(one, make(first)), finish(other, make(second))]);
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  const { floor, credentials } = stage.service.rooms;
  expect(await credentials.of(floor.db.read, person)).toHaveLength(1);
  const third = await stage.site.begin(username);
  const again = await third.post('promptRegistrationBegin', { kind: 'security_key' });
  expect(again.body.error).toBe('transaction_state');
});

it.each([
  ['no invitation', async () => {}, 'enrolment_needed'],
  ['an invitation by link, which the password alone does not open', () => invite('link'), 'enrolment_needed'],
  ['a disabled account', () => inviteDisabled(), 'user_disabled'],
])('sets up nothing with %s', async (_, prepare, code) => {
  await prepare();
  const prompt = await stage.site.begin(username);
  const begun = await prompt.post('promptRegistrationBegin', { kind: 'security_key' });
  expect(begun.body.error).toBe(code);
});

async function inviteDisabled(): Promise<void> {
  await invite();
  const { floor, users } = stage.service.rooms;
  await floor.db.write((tx) => users.setStatus(tx, person, 'disabled'));
}

it('a page that was open for the set-up goes on with what another page has set up', async () => {
  await invite();
  const [one, other] = [await stage.site.begin(username), await stage.site.begin(username)];
  const key = new TestAuthenticator();
  await finish(one, key.create(await askToRegister(one), { origin }));
  expect(await other.read()).toMatchObject({ state: 'choosing', opensWith: 'security_key' });
  expect((await answer(other, key.get(await ask(other), { origin }))).status).toBe(200);
  expect((await other.read()).state).toBe('approved');
});

it('sets up nothing more for a person who has something', async () => {
  await invite();
  await stage.pair('Laptop', person);
  const prompt = await stage.site.begin(username);
  const begun = await prompt.post('promptRegistrationBegin', { kind: 'security_key' });
  expect(begun.body.error).toBe('transaction_state');
});

it('a question that was open when the person got something else sets up nothing', async () => {
  await invite();
  const prompt = await stage.site.begin(username);
  const response = new TestAuthenticator().create(await askToRegister(prompt), { origin });
  await stage.pair('Laptop', person);
  expect((await finish(prompt, response)).body.error).toBe('transaction_state');
});

const altered: [string, Alteration & { origin?: string }, string][] = [
  ['the origin', { origin: 'https://localhost.example.org' }, 'ceremony_origin'],
  ['the challenge', { challenge: 'A'.repeat(22) }, 'challenge_wrong'],
  ['the RP ID hash', { rpId: 'example.org' }, 'ceremony_rp'],
];

it.each(altered)(
  'a wrong answer uses up the question and leaves the invitation: %s',
  async (_, alteration, code) => {
    await invite();
    const prompt = await stage.site.begin(username);
    const key = new TestAuthenticator();
    const options = await askToRegister(prompt);
    expect((await finish(prompt, key.create(options, { origin, ...alteration }))).body.error).toBe(code);
    const right = new TestAuthenticator();
    expect((await finish(prompt, right.create(options, { origin }))).body.error).toBe('challenge_used');
    const anew = right.create(await askToRegister(prompt), { origin });
    expect((await finish(prompt, anew)).status).toBe(200);
  },
);

it('a question of another sign-in is not answered here', async () => {
  await invite();
  const [one, other] = [await stage.site.begin(username), await stage.site.begin(username)];
  const options = await askToRegister(one);
  await askToRegister(other);
  const response = new TestAuthenticator().create(options, { origin });
  expect((await finish(other, response)).body.error).toBe('challenge_wrong');
  expect((await finish(one, response)).status).toBe(200);
});

it('a person whose key was taken away is not let in as one who never had any', async () => {
  await invite();
  const prompt = await stage.site.begin(username);
  const key = new TestAuthenticator();
  await finish(prompt, key.create(await askToRegister(prompt), { origin }));
  const { floor, credentials } = stage.service.rooms;
  const [own] = await credentials.of(floor.db.read, person);
  await floor.db.write((tx) => credentials.end(tx, own?.id as CredentialId, { reason: 'operator' }));
  await stage.service.setPolicy({ newUsers: 'allow' });
  const later = await stage.site.begin(username);
  expect(await later.read()).toMatchObject({ state: 'refused', refusal: 'enrolment_needed' });
  expect((await later.post('promptFinish')).status).toBe(409);
  await stage.service.setPolicy({ newUsers: 'invitation' });
});
