import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  await stage.pair('Laptop');
});
afterAll(() => stage.stop());

const get = (path: string, cookie?: string) =>
  fetch(stage.service.base + path, { headers: cookie ? { Cookie: cookie } : {}, redirect: 'manual' });

describe('the transaction’s cookie', () => {
  it('is bound to this host, this transaction and its life', async () => {
    const response = await fetch(await stage.site.authorizeUrl('alex'), { redirect: 'manual' });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-tx-[\w-]{22}=[\w-]{43};/);
    const attributes = response.headers.get('set-cookie')?.split('; ').slice(1).toSorted();
    expect(attributes).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
  });

  it('lets prompts stand side by side', async () => {
    const one = await stage.site.begin('alex');
    const two = await stage.site.begin('alex');
    const both = `${one.cookie}; ${two.cookie}`;
    for (const prompt of [one, two]) {
      expect((await get(pathTo('promptState', prompt.transaction), both)).status).toBe(200);
    }
    expect((await get(pathTo('promptState', one.transaction), two.cookie)).status).toBe(403);
  });

  it('is cleared at the end', async () => {
    await stage.service.setPolicy({ newUsers: 'allow' });
    const prompt = await stage.site.begin('nobody');
    const response = await fetch(stage.service.base + pathTo('promptFinish', prompt.transaction), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: stage.service.origin, Cookie: prompt.cookie },
      body: JSON.stringify({ challenge: prompt.challenge }),
    });
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-tx-[\w-]{22}=; Max-Age=0; Path=\/; Secure$/);
    await stage.service.setPolicy({ newUsers: 'invitation' });
  });
});

describe('somebody who only knows a prompt’s address', () => {
  it('sees neither its challenge nor its state, and the same for one that never was', async () => {
    const prompt = await stage.site.begin('alex');
    for (const id of [prompt.transaction, 'A'.repeat(22)]) {
      const page = await get(pathTo('prompt', id));
      expect(page.status).toBe(403);
      const html = await page.text();
      expect(html).not.toContain(prompt.challenge);
      expect(html).toContain('transaction_not_yours');
      expect((await get(pathTo('promptState', id))).status).toBe(403);
    }
  });

  it('reads the help desk’s own words on the dead end, as text', async () => {
    await stage.service.setPolicy({ helpDesk: 'Call <b>"5555"</b>' });
    const html = await (await get(pathTo('prompt', 'A'.repeat(22)))).text();
    expect(html).toContain('data-help-desk="Call &#60;b&#62;&#34;5555&#34;&#60;/b&#62;"');
    await stage.service.setPolicy({ helpDesk: undefined });
  });

  it('gains no presence and no one-click, even with a paired browser of the right person', async () => {
    const victim = await stage.pair('Victim');
    const attacker = await stage.site.begin('alex');
    const own = await stage.site.begin('alex');
    const lured = await victim.prove({
      transaction: attacker.transaction,
      challenge: attacker.challenge,
      cookie: own.cookie,
    });
    expect(lured.body.error).toBe('presence_refused');
    expect((await attacker.read()).present).toBe(false);
  });

  it('a device of somebody else proves no presence, even with the cookie', async () => {
    const sam = await stage.service.addUser('sam');
    const stranger = await stage.pair('Stranger', sam);
    const prompt = await stage.site.begin('alex');
    expect((await stranger.prove(prompt)).body.error).toBe('presence_refused');
  });
});

describe('a POST of the prompt is refused', () => {
  it.each([
    ['from another origin', { Origin: 'https://evil.example.org' }, 'wrong_origin'],
    ['without an origin', { Origin: '' }, 'wrong_origin'],
    ['as a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'bad_request'],
    ['without the cookie', { Cookie: '' }, 'transaction_not_yours'],
  ])('%s', async (_, headers, error) => {
    const prompt = await stage.site.begin('alex');
    expect((await prompt.post('promptPush', {}, headers)).body.error).toBe(error);
    expect((await prompt.read()).parts.push?.latest).toBeNull();
  });

  it('without the challenge, or with another prompt’s', async () => {
    const prompt = await stage.site.begin('alex');
    const other = await stage.site.begin('alex');
    expect((await prompt.post('promptPush', { challenge: other.challenge })).body.error).toBe('wrong_origin');
    expect((await prompt.post('promptPush', { challenge: undefined })).body.error).toBe('bad_request');
  });

  it('before anything was approved', async () => {
    const prompt = await stage.site.begin('alex');
    expect((await prompt.post('promptFinish')).body.error).toBe('transaction_state');
    expect((await prompt.post('promptCancel')).body.error).toBe('transaction_state');
  });
});

describe('the prompt’s life', () => {
  it('ends after ten minutes', async () => {
    const prompt = await stage.site.begin('alex');
    await stage.service.advance(10 * MINUTE);
    expect((await get(pathTo('promptState', prompt.transaction), prompt.cookie)).status).toBe(410);
    expect((await prompt.post('promptPush')).body.error).toBe('transaction_expired');
  });

  it('tells news as soon as there is some', async () => {
    const prompt = await stage.site.begin('alex');
    const { revision } = await prompt.read();
    const news = get(`${pathTo('promptState', prompt.transaction)}?after=${revision}`, prompt.cookie);
    await prompt.post('promptPush');
    expect(await (await news).json()).toMatchObject({
      state: 'waiting',
      parts: { push: { latest: { state: 'pending' } } },
    });
  });

  it('survives a restart, and what was answered stays true', async () => {
    await stage.service.advance(60 * MINUTE);
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    const before = (await prompt.read()).parts.push?.latest;
    await stage.service.restart();
    expect((await prompt.read()).parts.push?.latest).toEqual(before);
    expect((await prompt.post('promptCancel')).status).toBe(200);
    expect((await prompt.read()).parts.push?.latest?.state).toBe('withdrawn');
  });

  it('sends its code again if the answer was lost, and voids the first one', async () => {
    await stage.service.setPolicy({ newUsers: 'allow' });
    const prompt = await stage.site.begin('nobody');
    const lost = await prompt.finish();
    const kept = await prompt.finish();
    expect((await stage.site.exchange(lost)).body.error).toBe('invalid_grant');
    expect((await stage.site.exchange(kept)).status).toBe(200);
    expect((await prompt.post('promptFinish')).status).toBe(409);
    await stage.service.setPolicy({ newUsers: 'invitation' });
  });
});

describe('every page', () => {
  it('cannot be framed, sniffed or cached, and runs only its own scripts', async () => {
    const prompt = await stage.site.begin('alex');
    for (const path of [
      pathTo('prompt', prompt.transaction),
      '/invitation',
      '/activation',
      '/nowhere',
      '/health',
    ]) {
      const { headers } = await get(path, prompt.cookie);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});
