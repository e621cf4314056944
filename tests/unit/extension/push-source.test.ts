import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { backOff } from '../../../lib/push/connection.ts';
import { createPoll } from '../../../lib/push/poll.ts';
import { createStream } from '../../../lib/push/stream.ts';
import { fakePorts, settle } from '../../fakes/ports.ts';
import { describePushSource } from '../../suites/push-source.ts';

const device = `DB${'A'.repeat(18)}` as DeviceId;

function openStream(prove = async (nonce: string) => `proof of ${nonce}`) {
  const { ports, browser } = fakePorts();
  const hints: DeviceId[] = [];
  const stream = createStream({ ...ports, hint: (hinted) => hints.push(hinted) });
  const newest = () => {
    const socket = browser.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  /** The service accepts the newest connection. */
  const accept = async () => {
    newest().say({ type: 'nonce', nonce: 'n' });
    await settle();
    newest().say({ type: 'ready' });
  };
  const watch = () => stream.watch({ device, origin: 'https://sso.example.org:8443', prove });
  return { ports, browser, hints, stream, newest, accept, watch };
}

describePushSource('the stream', () => {
  const { browser, hints, stream } = openStream();
  const accepted = new Set<unknown>();
  // Which socket belongs to which device, the fake knows by the order of watching.
  const owners = new Map<object, DeviceId>();
  const source = {
    watch: (watched: Parameters<typeof stream.watch>[0]) => {
      const before = browser.sockets.length;
      stream.watch(watched);
      for (const socket of browser.sockets.slice(before)) owners.set(socket, watched.device);
    },
    forget: stream.forget,
  };
  const live = (wanted: DeviceId) =>
    browser.sockets.findLast((socket) => owners.get(socket) === wanted && !socket.closed);
  return {
    source,
    hints,
    async change(wanted) {
      const socket = live(wanted);
      if (!socket) return;
      if (accepted.has(socket)) socket.say({ type: 'hint', id: 'x' });
      else socket.say({ type: 'ready' });
      accepted.add(socket);
    },
    async interrupt(wanted) {
      live(wanted)?.hangUp();
      await browser.advance(MINUTE);
      const back = browser.sockets.at(-1);
      if (back) owners.set(back, wanted);
      back?.say({ type: 'ready' });
    },
  };
});

describePushSource('the poll', () => {
  const hints: DeviceId[] = [];
  const { wake, ...source } = createPoll({ hint: (hinted) => hints.push(hinted), isCovered: () => false });
  return { source, hints, change: async () => wake(), interrupt: async () => wake() };
});

describe('the poll', () => {
  it('leaves out what the stream covers', () => {
    const hints: DeviceId[] = [];
    const poll = createPoll({ hint: (hinted) => hints.push(hinted), isCovered: () => true });
    poll.watch({ device, origin: 'https://sso.example.org', prove: async () => '' });
    poll.wake();
    expect(hints).toEqual([]);
  });
});

describe('the stream', () => {
  it('proves itself over the nonce, and is open only when the service says so', async () => {
    const { stream, newest, watch } = openStream();
    watch();
    expect(newest().url).toBe('wss://sso.example.org:8443/device/v1/stream');
    newest().say({ type: 'nonce', nonce: 'abc' });
    await settle();
    expect(newest().sent).toEqual([{ type: 'proof', proof: 'proof of abc' }]);
    expect(stream.isOpen(device)).toBe(false);
    newest().say({ type: 'ready' });
    expect(stream.isOpen(device)).toBe(true);
  });

  it('answers each beat, and calls the extension for every message', async () => {
    const { ports, browser, newest, watch, accept } = openStream();
    watch();
    await accept();
    await browser.advance(SECOND);
    newest().say({ type: 'beat' });
    expect(newest().sent.at(-1)).toEqual({ type: 'beat' });
    expect(await ports.session.get(`heard:${device}`)).toBe(browser.now());
  });

  it('gives a silent line up and opens another', async () => {
    const { browser, stream, watch, accept, newest } = openStream();
    watch();
    await accept();
    const first = newest();
    await browser.advance(46 * SECOND);
    expect(first.closed).toBe(true);
    expect(stream.isOpen(device)).toBe(false);
    await browser.advance(2 * SECOND);
    expect(newest()).not.toBe(first);
  });

  it('looks at once when an open stream was closed: the device may have been ended', async () => {
    const { hints, watch, accept, newest } = openStream();
    watch();
    await accept();
    newest().hangUp();
    expect(hints).toEqual([device, device]);
  });

  it('stays away after it was ended', async () => {
    const { browser, stream, watch, newest } = openStream();
    watch();
    newest().hangUp();
    stream.forget(device);
    await browser.advance(5 * MINUTE);
    expect(browser.sockets).toHaveLength(1);
  });

  it('sends no proof that was made for a line that is gone', async () => {
    const gate = Promise.withResolvers<string>();
    const { browser, watch, newest } = openStream(() => gate.promise);
    watch();
    const first = newest();
    first.say({ type: 'nonce', nonce: 'old' });
    first.hangUp();
    await browser.advance(2 * SECOND);
    gate.resolve('late');
    await settle();
    expect(browser.sockets.flatMap(({ sent }) => sent)).toEqual([]);
  });

  it.each(['not json', '{"type":"approve"}', '[]'])('ignores %s', (text) => {
    const { hints, watch, newest } = openStream();
    watch();
    newest().say(text);
    expect(hints).toEqual([]);
  });
});

describe('back-off', () => {
  it('lies between half and whole of a doubling second, never above a minute', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 0, max: 255 }), (failures, byte) => {
        const longest = Math.min(MINUTE, SECOND * 2 ** failures);
        const delay = backOff(failures, { bytes: () => new Uint8Array([byte]) });
        return delay >= longest / 2 && delay <= longest;
      }),
    );
  });
});
