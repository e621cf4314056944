import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { JarBrowser, JarPrompt } from '../../fakes/jar-browser.ts';
import { type Passing, startPassing } from '../trust/passing-stage.ts';

/** Somebody who knows the password, begins the sign-in elsewhere, and has the trusted browser finish it. */
let stage: Passing;
let victim: JarBrowser;
let device: TestDevice;
let attacker: JarBrowser;
let live: JarPrompt;

beforeAll(async () => {
  stage = await startPassing();
  await stage.allow({ scope: 'all' });
  victim = stage.browser();
  device = await stage.pair();
  await stage.trust(victim);
  await stage.trust(stage.browser(), { device });
});
afterAll(() => stage.stop());
beforeEach(async () => {
  attacker = stage.browser();
  live = await attacker.arrive(stage.site, 'alex');
  await live.read();
});

const stillOpen = async (): Promise<void> => expect((await live.read()).state).toBe('choosing');

describe('the address of the attacker’s prompt, opened in the trusted browser', () => {
  it('passes nothing by cookie: it is not that browser’s prompt', async () => {
    const response = await victim.request(pathTo('prompt', live.transaction));
    expect([response.status, response.headers.get('location')]).toEqual([403, null]);
    await stillOpen();
  });

  it('passes nothing by key, with whatever cookies that browser has', async () => {
    const own = await victim.arrive(stage.site, 'alex');
    const value = victim.jar.get(`__Host-tx-${own.transaction}`) ?? '';
    const { transaction, challenge } = live;
    for (const cookie of ['', victim.cookie, `__Host-tx-${transaction}=${value}`])
      expect((await device.prove({ transaction, challenge, cookie })).body.error).toBe('presence_refused');
    await stillOpen();
  });

  it('the other way about: the site’s request that the victim opens passes in the victim’s browser alone', async () => {
    const url = (await stage.site.authorizeUrl('alex')).slice(stage.service.base.length);
    const opened = await victim.request(url);
    const id = opened.headers.get('location')?.split('/').at(-1);
    expect((await victim.request(pathTo('prompt', id))).status).toBe(303);
    expect((await attacker.request(url)).status).toBe(400);
    expect((await attacker.request(pathTo('prompt', id))).status).toBe(403);
  });
});

describe('a challenge that is answered for something else', () => {
  it('another transaction', async () => {
    const own = await victim.arrive(stage.site, 'alex');
    await own.read();
    const crossed = { transaction: live.transaction, challenge: own.challenge, cookie: attacker.cookie };
    expect((await device.prove(crossed)).body.error).toBe('presence_refused');
    await stillOpen();
  });

  it('another person: their key is not for this sign-in', async () => {
    const sam = await stage.person(`sam-${stage.service.clock.now()}`);
    const samsDevice = await stage.pair('Sam’s', sam.user);
    await stage.trust(stage.browser(), { who: sam, device: samsDevice });
    expect((await samsDevice.prove(live)).body.error).toBe('presence_refused');
    await stillOpen();
  });

  it('another application, where trust is for one', async () => {
    await stage.allow({ scope: 'application' }, stage.library.id);
    const { prompt, location } = await victim.open(stage.library.site, 'alex');
    expect(location).toBeNull();
    expect((await device.prove(prompt)).body).toEqual({ trusted: null });
    expect((await prompt.read()).state).toBe('choosing');
  });

  it('another origin: a page of the web, or a proof made for another service', async () => {
    const own = await victim.arrive(stage.site, 'alex');
    await own.read();
    const body = { transaction: own.transaction, challenge: own.challenge };
    const path = pathTo('devicePresence');
    for (const origin of ['https://portal.example.org', stage.service.origin, 'null']) {
      const reply = await device.call('POST', path, {
        body,
        cookie: own.cookie,
        headers: { Origin: origin },
      });
      expect(reply.body.error).toBe('wrong_origin');
    }
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const proof = await device.proof('POST', path, {
      body: bytes,
      claims: { htu: `https://service.example.net${path}` },
    });
    expect((await device.call('POST', path, { body, cookie: own.cookie, proof })).body.error).toBe(
      'proof_invalid',
    );
    expect((await own.read()).state).toBe('choosing');
  });

  it('a proof that was used before', async () => {
    const own = await victim.arrive(stage.site, 'alex');
    await own.read();
    const body = { transaction: own.transaction, challenge: own.challenge };
    const path = pathTo('devicePresence');
    const proof = await device.proof('POST', path, { body: new TextEncoder().encode(JSON.stringify(body)) });
    const first = await device.call('POST', path, { body, cookie: own.cookie, proof });
    expect(first.body.trusted).toMatchObject({ application: 'Campus Portal' });
    const again = await device.call('POST', path, { body, cookie: own.cookie, proof });
    expect(again.body.error).toBe('proof_replayed');
  });

  it('no proof at all: the cookies of the trusted browser are not its key', async () => {
    const own = await stage.browser().arrive(stage.site, 'alex');
    await own.read();
    const body = { transaction: own.transaction, challenge: own.challenge };
    const reply = await device.call('POST', pathTo('devicePresence'), {
      body,
      cookie: own.cookie,
      proof: null,
    });
    expect(reply.body.error).toBe('proof_missing');
  });
});
