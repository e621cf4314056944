import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../fakes/service.ts';
import {
  devicesOf,
  deviceView,
  eventsOf,
  invitationsOf,
  invite,
  mustClaim,
  mustOpen,
  newDevice,
} from './set-up.ts';

let service: TestService;
let people = 0;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

async function invited() {
  const user = await service.addUser(`person${++people}`);
  const link = await invite(service, user);
  return { user, link, page: await mustOpen(service, link) };
}

describe('at the same time', () => {
  it('gives one code to one of twenty browsers, tells the others, the page and the owner', async () => {
    const { user, page } = await invited();
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => newDevice(service).claim(page.link, `Browser ${index}`)),
    );
    const won = claims.filter((claim) => !claim.refused);
    expect(won).toHaveLength(1);
    const lost = claims.flatMap((claim) => claim.refused ?? []);
    expect(lost.map((reply) => reply.body.error)).toEqual(Array(19).fill('activation_used'));
    expect(await page.state()).toMatchObject({ contested: true, digits: won[0]?.digits });
    expect(await eventsOf(service, user, true)).toEqual(['pairing.contested']);
  });

  it('adds one device when two pages of one invitation are confirmed', async () => {
    const { user, link, page } = await invited();
    const rival = await mustOpen(service, link);
    const pairs = await Promise.all(
      [page, rival].map(async (own) => ({ own, claimed: await mustClaim(newDevice(service), own.link) })),
    );
    const replies = await Promise.all(
      pairs.flatMap(({ own, claimed }) => [own.answer(true), claimed.answer(true)]),
    );
    expect(await devicesOf(service, user)).toHaveLength(1);
    expect(replies.some((reply) => reply.body.error === 'invitation_used')).toBe(true);
    const views = await Promise.all(pairs.map(({ claimed }) => claimed.view()));
    expect(views.map((view) => view.body.error ?? view.body.state).toSorted()).toEqual([
      'done',
      'invitation_used',
    ]);
    expect(await eventsOf(service, user, true)).toEqual(['invitation.contested']);
  });

  it('adds one device when both sides answer many times', async () => {
    const { user, page } = await invited();
    const claimed = await mustClaim(newDevice(service), page.link);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => [page.answer(true), claimed.answer(true)]).flat(),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array(20).fill(200));
    expect(await devicesOf(service, user)).toHaveLength(1);
    expect((await eventsOf(service, user)).filter((event) => event === 'device.added')).toHaveLength(1);
  });

  it('adds no device when one side says that the digits differ', async () => {
    const { user, page } = await invited();
    const claimed = await mustClaim(newDevice(service), page.link);
    await page.answer(true);
    const [yes, no] = await Promise.all([claimed.answer(true), page.answer(false)]);
    const paired = await devicesOf(service, user);
    expect(paired).toHaveLength(yes.status === 200 ? 1 : 0);
    expect([yes.status, no.status].toSorted()).toEqual([200, 409]);
  });

  it('sends an invitation again with one valid link, however often it is asked', async () => {
    const user = await service.addUser(`person${++people}`);
    await Promise.all(Array.from({ length: 8 }, () => invite(service, user)));
    const rows = await invitationsOf(service, user);
    expect(rows.filter((row) => row.voided_at === null)).toHaveLength(1);
    expect(new Set(rows.map((row) => row.expires_at)).size).toBe(1);
  });

  it('tells a browser that claims a code of a used invitation, and its owner', async () => {
    const { user, link, page } = await invited();
    const waiting = await mustOpen(service, link);
    const claimed = await mustClaim(newDevice(service), page.link);
    await Promise.all([page.answer(true), claimed.answer(true)]);
    expect(await newDevice(service).claim(waiting.link)).toMatchObject({
      refused: { status: 409, body: { error: 'invitation_used' } },
    });
    expect(await newDevice(service).claim(page.link)).toMatchObject({
      refused: { status: 409, body: { error: 'activation_used' } },
    });
    expect(await eventsOf(service, user, true)).toEqual(['invitation.contested', 'pairing.contested']);
  });
});

describe('a service that is stopped half-way', () => {
  it('goes on between the two confirmations as if nothing had been', async () => {
    const { user, page } = await invited();
    const claimed = await mustClaim(newDevice(service), page.link);
    await page.answer(true);
    await service.restart();
    expect(await page.state()).toMatchObject({ pageConfirmed: true, digits: claimed.digits });
    expect(deviceView(await claimed.answer(true)).state).toBe('done');
    expect(await devicesOf(service, user)).toHaveLength(1);
  });
});
