import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCodes } from '../../../service/web-sdk/codes.ts';
import { assertionRefusals } from './assertion-refusals.ts';
import { type Fields, type Portal, REDIRECT, startPortal } from './portal.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.service.stop());

async function expectError(reply: Response, error: string): Promise<void> {
  expect(reply.status).toBe(400);
  expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(await reply.json()).toEqual({ error, error_description: expect.stringMatching(/\w/) });
}

describe('the client', () => {
  test.each(assertionRefusals)('is refused: %s', async (_, wrong, reason) => {
    const good = portal.assertionClaims('token');
    const fields = { ...portal.tokenFields('a code'), ...wrong(portal, good) };
    await expectError(await portal.post('token', fields), 'invalid_client');
    const noted = (await portal.audited('web_sdk.token_refused')).map((row) => row.reason);
    if (reason) expect(noted).toContain(reason);
  });

  test('is refused with the assertion of a health check', async () => {
    const fields = { ...portal.tokenFields('a code'), ...portal.healthFields() };
    await expectError(await portal.post('token', fields), 'invalid_client');
  });

  test('is refused while it is disabled', async () => {
    await portal.setEnabled(false);
    try {
      await expectError(await portal.exchange('a code'), 'unauthorized_client');
    } finally {
      await portal.setEnabled(true);
    }
  });

  test('may leave its name out, since the assertion says it', async () => {
    const { client_id: _, ...fields } = portal.tokenFields(await portal.code());
    expect((await portal.post('token', fields)).status).toBe(200);
  });
});

describe('the request', () => {
  test.each<[string, Fields | string, string]>([
    ['no grant_type', 'grant_type', 'invalid_request'],
    ['another grant_type', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['no code', 'code', 'invalid_request'],
    ['an empty code', { code: '' }, 'invalid_request'],
    ['no redirect_uri', 'redirect_uri', 'invalid_request'],
    ['no assertion type', 'client_assertion_type', 'invalid_client'],
    ['another assertion type', { client_assertion_type: 'saml2-bearer' }, 'invalid_client'],
  ])('is refused: %s', async (_, change, error) => {
    const fields = portal.tokenFields('a code');
    if (typeof change === 'string') delete fields[change];
    await expectError(
      await portal.post('token', typeof change === 'string' ? fields : { ...fields, ...change }),
      error,
    );
  });

  test('is refused where a parameter is repeated', async () => {
    const body = `${new URLSearchParams(portal.tokenFields('a code'))}&code=another`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await expectError(await portal.send('token', '', { method: 'POST', headers, body }), 'invalid_request');
  });

  test('is refused as JSON', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(portal.tokenFields('a code'));
    await expectError(await portal.send('token', '', { method: 'POST', headers, body }), 'invalid_request');
  });

  test('is refused with a file in it', async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries(portal.tokenFields('a code')))
      body.append(name, new Blob([value]));
    await expectError(await portal.send('token', '', { method: 'POST', body }), 'invalid_request');
  });

  test('never takes from the query what the body leaves out', async () => {
    const { code, ...fields } = portal.tokenFields(await portal.code());
    const reply = await portal.send('token', `?code=${code}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    await expectError(reply, 'invalid_request');
  });

  test('is no GET', async () => {
    const reply = await portal.send('token', `?${new URLSearchParams(portal.tokenFields('a code'))}`);
    expect(reply.status).toBe(404);
  });

  test('too large is refused before it is read', async () => {
    const reply = await portal.post('token', { ...portal.tokenFields('a code'), more: 'x'.repeat(20_000) });
    expect(reply.status).toBe(413);
  });
});

describe('the code', () => {
  test('is refused where nobody made it', async () => {
    await expectError(await portal.exchange('made up'), 'invalid_grant');
    expect((await portal.audited('web_sdk.token_refused')).map((row) => row.reason)).toContain(
      'code_unknown',
    );
  });

  test('is refused with another redirect_uri, and stays good with its own', async () => {
    const code = await portal.code();
    for (const redirect_uri of [`${REDIRECT}/`, `${REDIRECT}?`, 'https://evil.example/']) {
      const fields = { ...portal.tokenFields(code), redirect_uri };
      await expectError(await portal.post('token', fields), 'invalid_grant');
    }
    expect((await portal.exchange(code)).status).toBe(200);
  });

  test('is refused in another site’s hands, and is dead from then on', async () => {
    const code = await portal.code();
    const site = await portal.service.addApplication('Library', [REDIRECT]);
    await expectError(await portal.exchange(code, { site }), 'invalid_grant');
    await expectError(await portal.exchange(code), 'invalid_grant');
    const noted = await portal.audited('web_sdk.token_refused');
    expect(noted.find(({ reason }) => reason === 'code_foreign')).toMatchObject({
      alert: 1,
      application_id: site.id,
    });
  });

  test('is good once; its second use is an alert', async () => {
    const code = await portal.code();
    expect((await portal.exchange(code)).status).toBe(200);
    await expectError(await portal.exchange(code), 'invalid_grant');
    const replays = await portal.audited('web_sdk.code_replayed');
    expect(replays.at(-1)).toMatchObject({
      alert: 1,
      reason: 'code_replayed',
      application_id: portal.application.id,
    });
    const exchanged = await portal.audited('web_sdk.code_exchanged');
    expect(replays.at(-1)?.transaction_id).toBe(exchanged.at(-1)?.transaction_id);
  });

  test('of fifty exchanges at once, one succeeds', async () => {
    const code = await portal.code();
    const before = (await portal.audited('web_sdk.code_exchanged')).length;
    const replies = await Promise.all(Array.from({ length: 50 }, () => portal.exchange(code)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(49);
    expect(await portal.audited('web_sdk.code_exchanged')).toHaveLength(before + 1);
  });

  test('an assertion is good once, also with a good code', async () => {
    const jti = 'one assertion';
    await portal.exchange('made up', { change: { jti } });
    const code = await portal.code();
    await expectError(await portal.exchange(code, { change: { jti } }), 'invalid_client');
    expect((await portal.exchange(code)).status).toBe(200);
  });

  test('is kept as a hash', async () => {
    const code = await portal.code();
    const rows = await portal.service.rooms.floor.db.read.selectFrom('codes').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  test('of a sign-in that was finished again before its exchange, only the newest is good', async () => {
    const { prompt, location } = await portal.signIn();
    const newest = new URL(await prompt.finish()).searchParams.get('duo_code') ?? '';
    await expectError(await portal.exchange(location.searchParams.get('duo_code') ?? ''), 'invalid_grant');
    expect((await portal.exchange(newest)).status).toBe(200);
    // One approval opens one session: after the exchange there is no other code.
    expect(await prompt.post('promptFinish')).toMatchObject({
      status: 409,
      body: { error: 'transaction_state' },
    });
  });

  test('is void once it is taken back, which tells whether the site was faster', async () => {
    const { floor } = portal.service.rooms;
    const { revoke } = createCodes(floor);
    const early = await portal.signIn();
    expect(await floor.db.write((tx) => revoke(tx, early.id))).toBe('voided');
    await expectError(
      await portal.exchange(early.location.searchParams.get('duo_code') ?? ''),
      'invalid_grant',
    );

    const late = await portal.signIn();
    await portal.exchange(late.location.searchParams.get('duo_code') ?? '');
    expect(await floor.db.write((tx) => revoke(tx, late.id))).toBe('session_open');
    const reasons = (await portal.audited('web_sdk.token_refused')).map((row) => row.reason);
    expect(reasons).toContain('code_voided');
  });

  test('carries the person’s id and what the browser said of itself', async () => {
    const user = await portal.service.addUser('sam');
    const reply = await portal.exchange(await portal.code({ duo_uname: 'SAM' }));
    const { id_token } = (await reply.json()) as { id_token: string };
    const claims = decodeJwt(id_token);
    expect(claims.sub).toBe(user);
    expect(claims.preferred_username).toBe('SAM');
    expect(claims.auth_context).toMatchObject({
      user: { name: 'sam', key: user },
      access_device: { os: 'unknown' },
      factor: 'not_available',
    });
  });
});

// Last, since it moves the clock.
test('a code is good for 60 seconds', async () => {
  const [early, late] = [await portal.code(), await portal.code()];
  await portal.service.advance(55_000);
  expect((await portal.exchange(early)).status).toBe(200);
  await portal.service.advance(6_000);
  await expectError(await portal.exchange(late), 'invalid_grant');
  expect((await portal.audited('web_sdk.token_refused')).map((row) => row.reason)).toContain('code_expired');
});
