import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { TestSite } from '../../fakes/site.ts';
import { devicesOf, deviceView, invitationsOf, invite, mustClaim, mustOpen, newDevice } from './set-up.ts';

let service: TestService;
let site: TestSite;
let people = 0;

beforeAll(async () => {
  service = await startTestService();
  const redirectUri = 'https://portal.example.org/callback';
  const { id, secret } = await service.addApplication('Campus Portal', [redirectUri]);
  site = new TestSite({
    ...service,
    clientId: id,
    clientSecret: secret,
    redirectUri,
    now: service.clock.now,
  });
});
afterAll(() => service.stop());

async function invited(kind: 'link' | 'inline' = 'inline') {
  const username = `person${++people}`;
  const user = await service.addUser(username);
  const link = await invite(service, user, kind);
  return { user, username, link, prompt: await site.begin(username) };
}

async function begin(prompt: Awaited<ReturnType<TestSite['begin']>>) {
  const { status, body } = await prompt.post('promptPairing');
  expect(status).toBe(200);
  return { id: String(body.id), link: String(body.link) };
}

describe('pairing at the prompt', () => {
  it('pairs the first browser of a person who was invited inline, and the sign-in goes on', async () => {
    const { user, prompt } = await invited();
    expect(await prompt.read()).toMatchObject({ state: 'enrolling', pairing: null });
    const { id, link } = await begin(prompt);
    expect((await prompt.read()).pairing).toMatchObject({ id, state: 'open', link: null });
    const claimed = await mustClaim(newDevice(service), link);
    expect((await prompt.read()).pairing).toMatchObject({ state: 'compared', digits: claimed.digits });
    const revision = (await prompt.read()).revision;
    await claimed.answer(true);
    expect((await prompt.read()).revision).toBeGreaterThan(revision);
    expect((await prompt.post('promptPairingAnswer', { match: true })).body).toMatchObject({ state: 'done' });
    expect(await prompt.read()).toMatchObject({ state: 'choosing', methods: [{ ready: true }] });
    expect(await devicesOf(service, user)).toHaveLength(1);
    expect((await invitationsOf(service, user))[0]?.used_at).not.toBeNull();
  });

  it('makes a new code at a second call, and ends the first', async () => {
    const { prompt } = await invited();
    const first = await begin(prompt);
    const claimed = await mustClaim(newDevice(service), first.link);
    const second = await begin(prompt);
    expect((await prompt.read()).pairing).toMatchObject({ id: second.id, state: 'open' });
    expect(deviceView(await claimed.view()).state).toBe('refused');
    expect((await mustClaim(newDevice(service), second.link)).pairing).toBe(second.id);
  });

  it('opens only for a person who was invited inline and has no browser', async () => {
    const { prompt: linked } = await invited('link');
    expect((await linked.post('promptPairing')).body).toMatchObject({ error: 'enrolment_needed' });
    const uninvited = `person${++people}`;
    await service.addUser(uninvited);
    expect((await (await site.begin(uninvited)).post('promptPairing')).body).toMatchObject({
      error: 'enrolment_needed',
    });
    const unknown = await site.begin('nobody');
    expect((await unknown.post('promptPairing')).body).toMatchObject({ error: 'enrolment_needed' });
    const { username, prompt } = await invited();
    const { link } = await begin(prompt);
    const claimed = await mustClaim(newDevice(service), link);
    await Promise.all([claimed.answer(true), prompt.post('promptPairingAnswer', { match: true })]);
    const later = await site.begin(username);
    expect((await later.post('promptPairing')).body).toMatchObject({ error: 'transaction_state' });
  });

  it('lets one of two prompts win, and the other goes on with the browser that was paired', async () => {
    const { user, username, prompt } = await invited();
    const rival = await site.begin(username);
    const both = await Promise.all(
      [prompt, rival].map(async (own) => ({
        own,
        claimed: await mustClaim(newDevice(service), (await begin(own)).link),
      })),
    );
    await Promise.all(
      both.flatMap(({ own, claimed }) => [
        own.post('promptPairingAnswer', { match: true }),
        claimed.answer(true),
      ]),
    );
    expect(await devicesOf(service, user)).toHaveLength(1);
    for (const { own } of both) expect((await own.read()).state).toBe('choosing');
  });

  it('ends a set-up at the prompt when the person pairs from a link meanwhile', async () => {
    const { user, prompt } = await invited();
    const thief = await mustClaim(newDevice(service), (await begin(prompt)).link);
    const page = await mustOpen(service, await invite(service, user, 'link'));
    const claimed = await mustClaim(newDevice(service), page.link);
    await Promise.all([page.answer(true), claimed.answer(true)]);
    await prompt.post('promptPairingAnswer', { match: true });
    expect((await thief.answer(true)).status).toBe(409);
    expect(await devicesOf(service, user)).toHaveLength(1);
  });

  it('belongs to the browser that holds the cookie, shows the challenge and comes from the service', async () => {
    const { prompt } = await invited();
    const foreign = await prompt.post('promptPairing', {}, { Origin: 'https://evil.example.org' });
    expect(foreign.body).toMatchObject({ error: 'wrong_origin' });
    expect((await prompt.post('promptPairing', { challenge: 'x' })).body).toMatchObject({
      error: 'wrong_origin',
    });
    expect((await prompt.post('promptPairing', {}, { Cookie: '' })).body).toMatchObject({
      error: 'transaction_not_yours',
    });
  });
});
