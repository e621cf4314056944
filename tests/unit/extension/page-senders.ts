import { describe, expect, it, vi } from 'vitest';
import type { MessageName } from '../../../lib/messages/contract.ts';
import { createReceiver, type Handlers, receiveRaw } from '../../../lib/messages/receive.ts';

/** Who may send a message, as the browser vouches for them. */
const self = { id: 'own-id', base: 'chrome-extension://own-id/' };

const tab = { id: 7, incognito: false };

/** Our own page. */
export const options = {
  id: 'own-id',
  url: `${self.base}options.html#trusted`,
  origin: 'chrome-extension://own-id',
  frameId: 0,
  tab,
};

/** The content script in a paired service's page, and where the cookies are others. */
export const content = {
  id: 'own-id',
  url: 'https://sso.example.org/prompt/x',
  origin: 'https://sso.example.org',
  frameId: 0,
  documentLifecycle: 'active',
  tab,
};
export const privateTab = { ...content, tab: { ...tab, incognito: true } };
export const container = { ...content, tab: { ...tab, cookieStoreId: 'firefox-container-1' } };

/** Everybody for whom the messages of our own pages are not. */
const strangers = {
  'a content script': content,
  'a content script of a private window': privateTab,
  'the ceremony page': { ...options, url: `${self.base}ceremony.html#x`, documentLifecycle: 'active' },
  'our options in a frame of a page': { ...options, frameId: 3, origin: 'https://evil.example' },
  'another extension': { ...options, id: 'other-id', url: 'chrome-extension://other-id/options.html' },
  'another extension at our address': { ...options, id: 'other-id' },
  'a web page': { url: 'https://evil.example/', origin: 'https://evil.example', frameId: 0, tab },
};

export const refused = { ok: false, error: 'sender_refused' };

/** The background's end, and the one handler that every message gets to. */
export function openReceiver() {
  const handler = vi.fn(async () => ({}));
  const handlers = new Proxy({}, { get: () => handler }) as Handlers;
  return { handler, receive: createReceiver(self, handlers) };
}

/** Each of these messages is for our own pages, and for nobody else. */
export function areForOwnPages(messages: readonly (readonly [MessageName, object])[]): void {
  describe.each(messages)('%s %j', (name, request) => {
    it('is for our own pages', async () => {
      const { receive, handler } = openReceiver();
      expect(await receive(name, request, options)).toMatchObject({ ok: true });
      expect(handler).toHaveBeenCalledWith(request, { from: 'page' });
    });

    it.each(Object.entries(strangers))('is not for %s', async (_who, sender) => {
      const { receive, handler } = openReceiver();
      expect(await receive(name, request, sender)).toEqual(refused);
      expect(await receiveRaw(receive)({ name, ...request }, sender)).toEqual(refused);
      expect(handler).not.toHaveBeenCalled();
    });
  });
}
