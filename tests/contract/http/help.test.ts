import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '../../../lib/protocol/routes.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.stop());

const ask = (method = 'GET') => fetch(service.base + routes.help, { method });

it('is served to anybody, whole without any script, with the headers of the other pages', async () => {
  const reply = await ask();
  expect(reply.status).toBe(200);
  const { headers } = reply;
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('set-cookie')).toBeNull();
  const page = await reply.text();
  expect(page).not.toMatch(/<script|modulepreload|\sstyle=|\son[a-z]+=|https?:\/\//i);
});

it('brings its style, as the other pages do', async () => {
  const [, address = ''] =
    /<link rel="stylesheet"[^>]* href="([^"]+)"/.exec(await (await ask()).text()) ?? [];
  const style = await fetch(service.base + address);
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(style.headers.get('cache-control')).toContain('immutable');
});

it('answers HEAD alike, without a body', async () => {
  const reply = await ask('HEAD');
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await reply.text()).toBe('');
});

it('shows the operator’s words as they are at that moment, as text and nothing else', async () => {
  expect(await (await ask()).text()).toContain('<p class="words"></p>');

  await service.setPolicy({ helpDesk: 'Room 12, <b onclick="go()">“$& 5555”</b>' });
  const page = await (await ask()).text();
  expect(page).toContain('>Room 12, &#60;b onclick=&#34;go()&#34;&#62;“$&#38; 5555”&#60;/b&#62;</p>');
  expect(page).not.toContain('__HELP_DESK__');

  await service.setPolicy({ helpDesk: 'Call 4400.' });
  expect(await (await ask()).text()).toContain('<p class="words">Call 4400.</p>');
});
