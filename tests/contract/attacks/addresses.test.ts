import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

let stage: Stage;
let laptop: TestDevice;
beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair();
});
afterAll(() => stage.stop());

/** The address that a sign-in is noted with, for a connection from `peer`. */
async function notedFor(peer: string, forwarded: string): Promise<string | undefined> {
  const url = (await stage.site.authorizeUrl('alex')).replace(stage.service.base, stage.service.origin);
  const request = new Request(url, { headers: { 'X-Forwarded-For': forwarded } });
  const reply = await stage.service.app.fetch(request, {
    incoming: { socket: { remoteAddress: peer } } as never,
  });
  const id = reply.headers.get('location')?.split('/').at(-1);
  const { db } = stage.service.rooms.floor;
  const row = await db.read
    .selectFrom('transactions')
    .select('address')
    .where('id', '=', id as never)
    .executeTakeFirst();
  return row?.address;
}

describe('the address on the card', () => {
  it.each([
    ['what the proxy on this machine wrote', '127.0.0.1', '192.0.2.7', '192.0.2.7'],
    ['also over IPv6', '::1', '2001:db8::7', '2001:db8::7'],
    ['also where the socket speaks both', '::ffff:127.0.0.1', '192.0.2.7', '192.0.2.7'],
    ['not what the client put in front of it', '127.0.0.1', '192.0.2.7, 203.0.113.9', '203.0.113.9'],
    ['not what somebody else’s machine claims', '203.0.113.9', '192.0.2.7', '203.0.113.9'],
    ['nothing that is no address', '127.0.0.1', 'Main Campus', '127.0.0.1'],
  ])('is %s', async (_, peer, forwarded, noted) => {
    expect(await notedFor(peer, forwarded)).toBe(noted);
  });

  it('is shown to the person with the operator’s name for it', async () => {
    const prompt = await stage.site.begin('alex', { 'X-Forwarded-For': '192.0.2.7' });
    await prompt.post('promptPush');
    expect((await laptop.inbox()).requests.at(-1)).toMatchObject({
      address: '192.0.2.7',
      place: 'Main Campus',
    });
  });
});
