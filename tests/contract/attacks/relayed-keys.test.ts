import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import {
  answer,
  ask,
  beginRegistration,
  EXTENSION,
  register,
  startWithExtension,
} from '../webauthn/set-up.ts';

let stage: Stage;
let laptop: TestDevice;
/** The victim's, who would touch it on any page. */
const computer = new TestAuthenticator({ kind: 'platform' });

beforeAll(async () => {
  stage = await startWithExtension();
  laptop = await stage.pair('Laptop');
  const registered = await register(stage, { device: laptop, authenticator: computer, kind: 'platform' });
  expect(registered.status).toBe(200);
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(DAY));

const asked = (prompt: TestPrompt): Promise<CeremonyOptions> => ask(prompt, 'platform');

describe('a relay that has the password, and a sign-in of its own', () => {
  it.each([
    ['its own name', () => 'https://login.example.net'],
    ['a name that begins with the service’s', () => `${stage.service.origin}.example.net`],
    ['a name below the service’s', () => `https://login.localhost:${stage.service.port}`],
    ['another port of the service’s machine', () => 'https://localhost:444'],
    ['the service’s name without TLS', () => `http://localhost:${stage.service.port}`],
    ['an extension that the service knows', () => EXTENSION],
    ['no origin at all', () => 'null'],
  ])('gets nothing for what was signed on %s', async (_, origin) => {
    const relay = await stage.site.begin('alex');
    const assertion = computer.get(await asked(relay), { origin: origin() });
    expect((await answer(relay, assertion)).body.error).toBe('ceremony_origin');
    expect((await relay.read()).state).toBe('choosing');
  });

  it('gets nothing for what was signed on the service’s page inside its own', async () => {
    const { origin } = stage.service;
    for (const framed of [{ crossOrigin: true }, { topOrigin: 'https://login.example.net' }]) {
      const relay = await stage.site.begin('alex');
      const assertion = computer.get(await asked(relay), { origin, ...framed });
      expect((await answer(relay, assertion)).body.error).toBe('ceremony_embedded');
    }
  });

  it('gets nothing for what the victim signed for their own sign-in', async () => {
    const { origin } = stage.service;
    const relay = await stage.site.begin('alex');
    const victim = await stage.site.begin('alex');
    const assertion = computer.get(await asked(victim), { origin });
    await asked(relay);
    expect((await answer(relay, assertion)).body.error).toBe('challenge_wrong');
    expect((await answer(victim, assertion)).status).toBe(200);
    expect((await relay.read()).state).toBe('choosing');
  });

  it('gets nothing for what the victim signed to confirm an approval', async () => {
    await stage.service.setPolicy({ browserApproval: 'user_verification' });
    const victim = await stage.site.begin('alex');
    await laptop.prove(victim);
    await victim.post('promptPush');
    const push = (await laptop.inbox()).requests.at(-1);
    const { body } = await laptop.call('POST', pathTo('deviceVerification', push?.id));
    const assertion = computer.get(body.options as CeremonyOptions, { origin: EXTENSION });
    const relay = await stage.site.begin('alex');
    await asked(relay);
    expect((await answer(relay, assertion)).body.error).toBe('challenge_wrong');
    await stage.service.setPolicy({ browserApproval: 'click' });
  });
});

describe('a page of the web', () => {
  it('registers no key with a ticket that it has seen', async () => {
    const { service } = stage;
    const proof = await stepUp(stage, laptop);
    const { ticket } = await beginRegistration(stage, { device: laptop, proof });
    const reply = await fetch(service.base + pathTo('ceremonyBegin'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'https://login.example.net' },
      body: JSON.stringify({ ticket }),
    });
    expect(await reply.json()).toMatchObject({ error: 'wrong_origin' });
  });

  it('registers no key from its own origin, in whatever extension’s name it was asked for', async () => {
    const place = { origin: 'https://login.example.net' };
    const authenticator = new TestAuthenticator();
    const reply = await register(stage, { device: laptop, authenticator, place });
    expect(reply.body.error).toBe('ceremony_origin');
  });
});
