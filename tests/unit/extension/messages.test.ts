import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MessageName } from '../../../lib/messages/contract.ts';
import {
  createReceiver,
  type Handlers,
  receiveFromPages,
  receiveRaw,
} from '../../../lib/messages/receive.ts';
import { classify } from '../../../lib/messages/sender.ts';
import { Refusal } from '../../../lib/protocol/errors.ts';

const self = { id: 'own-id', base: 'chrome-extension://own-id/' };
const popup = { id: 'own-id', url: `${self.base}popup.html`, origin: 'chrome-extension://own-id' };
const tab = { id: 7, incognito: false };
const content = {
  id: 'own-id',
  url: 'https://sso.example.org:8443/prompt/x',
  origin: 'https://sso.example.org:8443',
  frameId: 0,
  documentLifecycle: 'active',
  tab,
};
const ceremony = {
  ...popup,
  url: `${self.base}ceremony.html#id`,
  frameId: 0,
  documentLifecycle: 'active',
  tab,
};
const seen = { transaction: 'T'.repeat(22), challenge: 'c' };

describe('who is asking', () => {
  it('knows our pages, in the popup and in a tab', () => {
    expect(classify(popup, self)).toEqual({ from: 'page' });
    expect(classify({ ...popup, url: `${self.base}options.html#accounts`, tab, frameId: 0 }, self)).toEqual({
      from: 'page',
    });
  });

  it('knows the content script, with its exact origin', () => {
    expect(classify(content, self)).toEqual({
      from: 'content',
      tab: 7,
      origin: 'https://sso.example.org:8443',
    });
  });

  it('knows the ceremony page, and in which tab it is', () => {
    expect(classify(ceremony, self)).toEqual({ from: 'ceremony', tab: 7 });
  });

  it('takes the origin from the address where the browser does not tell it', () => {
    const { origin: _, documentLifecycle: __, ...firefox } = content;
    const sender = { ...firefox, tab: { ...tab, cookieStoreId: 'firefox-default' } };
    expect(classify(sender, self)).toMatchObject({ origin: 'https://sso.example.org:8443' });
  });

  it.each([
    ['another extension', { ...popup, id: 'other-id' }],
    ['another extension with our address', { ...content, id: 'other-id' }],
    ['nobody', undefined],
    ['a sender without an id', { url: popup.url }],
    ['a page of ours that is neither popup nor options', { ...popup, url: `${self.base}detect.js` }],
    ['our popup in a frame of a page', { ...popup, frameId: 3, tab }],
    ['our address with another origin', { ...popup, origin: 'https://evil.example' }],
    ['a page that only begins like ours', { ...popup, url: 'chrome-extension://own-id.evil/popup.html' }],
    ['the ceremony page without a tab', { ...ceremony, tab: undefined }],
    ['the ceremony page in a frame', { ...ceremony, frameId: 3 }],
    ['the ceremony page in a private window', { ...ceremony, tab: { ...tab, incognito: true } }],
    ['the ceremony page with another origin', { ...ceremony, origin: 'https://evil.example' }],
    ['a content script in a subframe', { ...content, frameId: 4 }],
    ['a content script without a frame', { ...content, frameId: undefined }],
    ['a content script without a tab', { ...content, tab: undefined }],
    ['a private window', { ...content, tab: { ...tab, incognito: true } }],
    ['a container', { ...content, tab: { ...tab, cookieStoreId: 'firefox-container-1' } }],
    ['a page that is being prerendered', { ...content, documentLifecycle: 'prerender' }],
    ['a page in the back-forward cache', { ...content, documentLifecycle: 'cached' }],
    ['a sandboxed document', { ...content, origin: 'null' }],
    ['an origin that is not the address', { ...content, origin: 'https://evil.example' }],
    [
      'a page without TLS',
      { ...content, url: 'http://sso.example.org/prompt/x', origin: 'http://sso.example.org' },
    ],
    ['a blank page', { ...content, url: 'about:blank' }],
  ])('refuses %s', (_who, sender) => {
    expect(classify(sender, self)).toBeNull();
  });
});

const handlers = (own: Partial<Handlers>) =>
  new Proxy(own, {
    get: (target, name) => Reflect.get(target, name) ?? (async () => ({})),
  }) as Handlers;

describe('what reaches a handler', () => {
  const refused = { ok: false, error: 'sender_refused' };

  it('hands over a message that fits its row', async () => {
    const denied = vi.fn(async () => ({ state: 'denied' as const }));
    const receive = createReceiver(self, handlers({ 'push.deny': denied }));
    const request = { device: `DB${'A'.repeat(18)}`, push: 'p'.repeat(22), reason: 'mistake' };
    expect(await receive('push.deny', request, popup)).toEqual({ ok: true, value: { state: 'denied' } });
    expect(denied).toHaveBeenCalledWith(request, { from: 'page' });
  });

  it('lets no content script or web page decide', async () => {
    const approve = vi.fn();
    const receive = createReceiver(self, handlers({ 'push.approve': approve }));
    const request = { device: `DB${'A'.repeat(18)}`, push: 'p'.repeat(22) };
    expect(await receive('push.approve', request, content)).toEqual(refused);
    expect(await receive('push.approve', request, { ...content, id: undefined })).toEqual(refused);
    expect(approve).not.toHaveBeenCalled();
  });

  it('lets no page of ours claim to have seen a prompt', async () => {
    const receive = createReceiver(self, handlers({}));
    expect(await receive('prompt.seen', seen, popup)).toEqual(refused);
  });

  it.each<[string, MessageName, object, object]>([
    ['the popup answer a ceremony', 'ceremony.take', { id: 'id' }, popup],
    ['a page of the service answer a ceremony', 'ceremony.take', { id: 'id' }, content],
    [
      'the ceremony page approve',
      'push.approve',
      { device: `DB${'A'.repeat(18)}`, push: 'p'.repeat(22) },
      ceremony,
    ],
    ['the ceremony page read the overview', 'overview.get', {}, ceremony],
    ['the ceremony page confirm a step-up', 'stepUp.confirmed', { transaction: seen.transaction }, ceremony],
    [
      'a page of the service add a key',
      'credential.add',
      { device: `DB${'A'.repeat(18)}`, kind: 'platform' },
      content,
    ],
  ])('does not let %s', async (_what, name, request, sender) => {
    expect(await createReceiver(self, handlers({}))(name, request, sender)).toEqual(refused);
  });

  it('hands over which tab a ceremony is in', async () => {
    const failed = vi.fn(async () => ({}));
    const receive = createReceiver(self, handlers({ 'ceremony.failed': failed }));
    const request = { id: 'id', error: 'ceremony_cancelled' };
    expect(await receive('ceremony.failed', request, ceremony)).toEqual({ ok: true, value: {} });
    expect(failed).toHaveBeenCalledWith(request, { from: 'ceremony', tab: 7 });
    expect(await receive('ceremony.failed', { ...request, error: 'no code' }, ceremony)).toEqual({
      ok: false,
      error: 'bad_request',
    });
  });

  it.each(['toString', '__proto__', 'push.unknown', undefined, 7])('refuses the name %s', async (name) => {
    expect(await createReceiver(self, handlers({}))(name, {}, popup)).toEqual(refused);
  });

  it('refuses what does not fit the schema', async () => {
    const receive = createReceiver(self, handlers({}));
    const wrong = { device: 'DB', push: 'p', reason: 'because' };
    expect(await receive('push.deny', wrong, popup)).toEqual({ ok: false, error: 'bad_request' });
  });

  it('turns refusals into their code and everything else into `internal`, logged without its values', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const refusing = createReceiver(
      self,
      handlers({
        'inbox.refresh': () => Promise.reject(new Refusal('unreachable')),
        'pairing.cancel': () => Promise.reject(new Error('broken')),
        'pairing.start': () => Promise.reject('the secret'),
      }),
    );
    expect(await refusing('inbox.refresh', {}, popup)).toEqual({ ok: false, error: 'unreachable' });
    expect(await refusing('pairing.cancel', {}, popup)).toEqual({ ok: false, error: 'internal' });
    expect(await refusing('pairing.start', {}, popup)).toEqual({ ok: false, error: 'internal' });
    expect(JSON.stringify(logged.mock.calls)).not.toContain('the secret');
    logged.mockRestore();
  });
});

describe('two wire shapes side by side', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** The library's listener, as the browser would call it. */
  function wire(receiver: ReturnType<typeof createReceiver>) {
    const listeners: ((...call: unknown[]) => unknown)[] = [];
    vi.stubGlobal('chrome', {
      runtime: { onMessage: { addListener: (listener: () => unknown) => listeners.push(listener) } },
    });
    receiveFromPages(receiver);
    return listeners[0] ?? (() => undefined);
  }

  it('answers our pages through the library and the content script raw, each once', async () => {
    const receiver = createReceiver(self, handlers({}));
    const library = wire(receiver);
    const raw = receiveRaw(receiver);
    const asked = { type: 'inbox.refresh', timestamp: 1, data: {} };
    expect(raw(asked, popup)).toBeUndefined();
    const reply = await new Promise((resolve) => library(asked, popup, resolve));
    expect(reply).toEqual({ res: { ok: true, value: {} } });

    const reported = { name: 'prompt.seen', ...seen };
    expect(library(reported, content, () => {})).toBe(false);
    expect(await raw(reported, content)).toEqual({ ok: true, value: {} });
  });

  it.each([['a string'], [null], [{}], [{ type: 'push.unknown', timestamp: 1 }], [{ name: 'push.approve' }]])(
    'refuses %j',
    async (message) => {
      const raw = receiveRaw(createReceiver(self, handlers({})));
      expect(await raw(message, content)).toMatchObject({ ok: false, error: 'sender_refused' });
    },
  );
});
