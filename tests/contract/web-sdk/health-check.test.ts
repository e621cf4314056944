import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertionRefusals } from './assertion-refusals.ts';
import { jwt, type Portal, startPortal } from './portal.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.service.stop());

/** HTTP 200 and these five members: anything else breaks an SDK (§0.2, facts 4 and 5). */
async function expectFail(reply: Response): Promise<void> {
  expect(reply.status).toBe(200);
  expect(await reply.json()).toEqual({
    stat: 'FAIL',
    code: 40002,
    message: 'invalid_client',
    message_detail: expect.stringMatching(/\w/),
    timestamp: expect.toSatisfy(Number.isInteger),
  });
}

test.each(assertionRefusals)('a failed health check: %s', async (_, wrong, reason) => {
  const good = portal.assertionClaims('healthCheck');
  await expectFail(await portal.post('healthCheck', { ...portal.healthFields(), ...wrong(portal, good) }));
  const noted = (await portal.audited('web_sdk.health_check_failed')).map((row) => row.reason);
  if (reason) expect(noted).toContain(reason);
});

test('a disabled application fails', async () => {
  await portal.setEnabled(false);
  try {
    await expectFail(await portal.post('healthCheck', portal.healthFields()));
  } finally {
    await portal.setEnabled(true);
  }
});

test('an assertion is good once', async () => {
  const fields = portal.healthFields();
  expect(await (await portal.post('healthCheck', fields)).json()).toMatchObject({ stat: 'OK' });
  await expectFail(await portal.post('healthCheck', fields));
  const [first, second] = await Promise.all([
    portal.post('healthCheck', portal.healthFields({ jti: 'used twice at once' })),
    portal.post('healthCheck', portal.healthFields({ jti: 'used twice at once' })),
  ]);
  const stats = await Promise.all([first, second].map(async (reply) => (await reply.json()).stat));
  expect(stats.sort()).toEqual(['FAIL', 'OK']);
});

test('two applications may use the same jti', async () => {
  const other = await startOther();
  const jti = 'the same text';
  expect(await (await portal.post('healthCheck', portal.healthFields({ jti }))).json()).toMatchObject({
    stat: 'OK',
  });
  expect(await (await other(jti)).json()).toMatchObject({ stat: 'OK' });
});

test.each<[string, RequestInit, string]>([
  ['JSON', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }, ''],
  ['nothing', { method: 'POST' }, ''],
  ['a repeated parameter', { method: 'POST' }, '?client_assertion=a&client_assertion=a'],
])('a failed health check: %s', async (_, init, query) => {
  await expectFail(await portal.send('healthCheck', query, init));
});

test('what strangers send fills no log', async () => {
  const before = (await portal.audited('web_sdk.health_check_failed')).length;
  for (let time = 0; time < 5; time++) {
    await portal.post('healthCheck', { ...portal.healthFields(), client_assertion: 'a.b.c' });
    await portal.post('healthCheck', portal.healthFields({ exp: 0 }));
  }
  const after = (await portal.audited('web_sdk.health_check_failed')).length;
  expect(after - before).toBeLessThanOrEqual(1);
});

async function startOther() {
  const other = await portal.service.addApplication('Library');
  return (jti: string) =>
    portal.post('healthCheck', {
      client_id: other.id,
      client_assertion: jwt(
        portal.assertionClaims('healthCheck', { iss: other.id, sub: other.id, jti }),
        other.secret,
      ),
    });
}
