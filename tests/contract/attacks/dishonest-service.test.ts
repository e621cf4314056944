import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, SECOND } from '../../../lib/ports/clock.ts';
import type { HttpCall, HttpReply } from '../../../lib/ports/http.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { openExtension, type TestExtension } from '../../fakes/extension.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import { mustOpen, newDevice } from '../enrolment/set-up.ts';
import { invitationOf, pairExtension, pairedExtension } from '../extension/set-up.ts';

/** A service that a person was lured to, or a proxy that reads TLS and speaks in the service's place. */
let service: TestService;
let people = 0;
let user: UserId;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  user = await service.addUser(`person${++people}`);
});

const step = async (extension: TestExtension) => (await extension.overview()).pairing?.step;

/** Changes what comes back, where `change` has something else to say. */
function meddle({ browser }: TestExtension, change: (call: HttpCall, reply: HttpReply) => object | null) {
  const honest = browser.answer;
  browser.answer = async (call) => {
    const reply = await honest(call);
    const other = change(call, reply);
    return other === null ? reply : { ...reply, ...other };
  };
  return () => {
    browser.answer = honest;
  };
}

const sayDone = (device: string) => (call: HttpCall, reply: HttpReply) =>
  call.method === 'GET' && call.url.includes('/device/v1/pairings/')
    ? { text: JSON.stringify({ ...JSON.parse(reply.text), state: 'done', device }) }
    : null;

describe('a pairing', () => {
  it('is not done before the person has compared the digits here', async () => {
    const page = await invitationOf(service, user);
    const extension = openExtension(service);
    await extension.flows.offerPairing(page.link);
    extension.browser.granted.add(extension.host);
    await extension.flows.startPairing();
    await extension.until(async () => (await step(extension)) === 'compare');
    meddle(extension, sayDone(`DB${'A'.repeat(18)}`));
    const asked = extension.browser.calls.length;
    await extension.until(() => extension.browser.calls.length > asked + 3);
    expect(await step(extension)).toBe('compare');
    expect((await extension.overview()).accounts).toEqual([]);
  });

  it('takes no other account’s place', async () => {
    const extension = await pairedExtension(service, user);
    const [before] = (await extension.overview()).accounts;
    const page = await invitationOf(service, await service.addUser(`person${++people}`));
    await extension.flows.offerPairing(page.link);
    await extension.flows.startPairing();
    await extension.until(async () => (await step(extension)) === 'compare');
    meddle(extension, sayDone(before?.device ?? ''));
    await extension.flows.answerPairing(true);
    await extension.until(async () => (await step(extension)) === 'failed');
    const { accounts, pairing } = await extension.overview();
    expect(pairing?.error).toBe('service_untrusted');
    expect(accounts).toEqual([before]);
  });
});

describe('a wrong time', () => {
  it('that somebody told is unlearned at the next honest answer', async () => {
    const extension = openExtension(service);
    await pairExtension(extension, await invitationOf(service, user));
    const honest = meddle(extension, (call) =>
      call.url.endsWith('/inbox')
        ? {
            status: 401,
            text: JSON.stringify({ error: 'proof_expired', now: service.clock.now() + 365 * DAY }),
          }
        : null,
    );
    await expect(extension.flows.refreshAll()).rejects.toMatchObject({ code: 'proof_expired' });
    honest();
    await extension.flows.refreshAll();
    const { accounts, skew } = await extension.overview();
    expect(accounts[0]).toMatchObject({ status: 'active', online: true });
    expect(Math.abs(skew)).toBeLessThan(60 * SECOND);
  });
});

describe('a second browser with the same code', () => {
  it('is told, and so is the page, which can still stop the pairing', async () => {
    const page = await mustOpen(
      service,
      (
        await service.rooms.floor.db.write((tx) =>
          service.rooms.invitations.invite(tx, { user, kind: 'link' }),
        )
      ).link ?? '',
    );
    const thief = await newDevice(service).claim(page.link, 'Chrome on Linux');
    const owner = await newDevice(service).claim(page.link);
    expect(owner.refused?.body.error).toBe('activation_used');
    expect((await page.state()).contested).toBe(true);
    await thief.answer?.(true);
    await page.answer(false);
    expect(await service.rooms.devices.active(user)).toEqual([]);
  });
});
