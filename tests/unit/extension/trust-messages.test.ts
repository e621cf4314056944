import { describe, expect, it, vi } from 'vitest';
import { createReceiver, type Handlers, receiveRaw } from '../../../lib/messages/receive.ts';
import { device, transaction } from './requests.ts';

const self = { id: 'own-id', base: 'chrome-extension://own-id/' };
const tab = { id: 7, incognito: false };
const options = {
  id: 'own-id',
  url: `${self.base}options.html#trusted`,
  origin: 'chrome-extension://own-id',
  frameId: 0,
  tab,
};
const content = {
  id: 'own-id',
  url: 'https://sso.example.org/prompt/x',
  origin: 'https://sso.example.org',
  frameId: 0,
  documentLifecycle: 'active',
  tab,
};
const privateTab = { ...content, tab: { ...tab, incognito: true } };
const refused = { ok: false, error: 'sender_refused' };

const asked = [
  ['trust.list', { device }],
  ['trust.forget', { device, what: { which: 'all' } }],
  ['portal.open', { device }],
] as const;

const strangers = {
  'a content script': content,
  'a content script of a private window': privateTab,
  'the ceremony page': { ...options, url: `${self.base}ceremony.html#x`, documentLifecycle: 'active' },
  'our options in a frame of a page': { ...options, frameId: 3, origin: 'https://evil.example' },
  'another extension': { ...options, id: 'other-id', url: 'chrome-extension://other-id/options.html' },
  'another extension at our address': { ...options, id: 'other-id' },
  'a web page': { url: 'https://evil.example/', origin: 'https://evil.example', frameId: 0, tab },
};

function open() {
  const handler = vi.fn(async () => ({ trusted: [] }));
  const handlers = new Proxy({}, { get: () => handler }) as Handlers;
  return { handler, receive: createReceiver(self, handlers) };
}

describe.each(asked)('%s', (name, request) => {
  it('is for our own pages', async () => {
    const { receive, handler } = open();
    expect(await receive(name, request, options)).toMatchObject({ ok: true });
    expect(handler).toHaveBeenCalledWith(request, { from: 'page' });
  });

  it.each(Object.entries(strangers))('is not for %s', async (_who, sender) => {
    const { receive, handler } = open();
    expect(await receive(name, request, sender)).toEqual(refused);
    expect(await receiveRaw(receive)({ name, ...request }, sender)).toEqual(refused);
    expect(handler).not.toHaveBeenCalled();
  });
});

it.each([{ which: 'mine' }, { which: 'one' }, { which: 'one', id: 'x' }, { which: 'all', id: 'x' }])(
  'forgets nothing for %j',
  async (what) => {
    const { receive, handler } = open();
    const told = await receive('trust.forget', { device, what }, options);
    expect(told).toEqual({ ok: false, error: 'bad_request' });
    expect(handler).not.toHaveBeenCalled();
  },
);

it('proves no presence for a private window or a container, where the cookies are others', async () => {
  const { receive, handler } = open();
  const seen = { transaction, challenge: 'c' };
  const container = { ...content, tab: { ...tab, cookieStoreId: 'firefox-container-1' } };
  for (const sender of [privateTab, container])
    expect(await receive('prompt.seen', seen, sender)).toEqual(refused);
  expect(handler).not.toHaveBeenCalled();
  expect(await receive('prompt.seen', seen, content)).toMatchObject({ ok: true });
});
