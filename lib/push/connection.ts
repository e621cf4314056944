import * as v from 'valibot';
import { MINUTE, SECOND } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import type { Random } from '../ports/random.ts';
import type { Socket } from '../ports/sockets.ts';
import { pathTo } from '../protocol/routes.ts';
import { type DeviceFrame, ServerFrame, STREAM_BEAT } from '../protocol/stream.ts';
import type { Hint, Watched } from './push-source.ts';

/** A line that is silent for longer is dead, whatever the socket says: a laptop that slept, a lost network. */
const SILENCE = 2 * STREAM_BEAT + 5 * SECOND;

export interface Connection {
  /** Whether the service has accepted the proof and is still heard. */
  isOpen(): boolean;
  end(): void;
}

export type StreamNeeds = Pick<Ports, 'sockets' | 'timers' | 'random' | 'session' | 'clock'> & { hint: Hint };

/** Keeps one stream open: proves, answers beats, and comes back after every loss until it is ended. */
export function createConnection({ device, origin, prove }: Watched, needs: StreamNeeds): Connection {
  const { sockets, timers, random, session, clock, hint } = needs;
  const url = `${origin.replace('https:', 'wss:')}${pathTo('deviceStream')}`;
  let socket: Socket | null = null;
  let stopTimer = () => {};
  let failures = 0;
  let open = false;

  const say = (frame: DeviceFrame) => socket?.send(JSON.stringify(frame));

  function connect(): void {
    const mine = sockets.open(url, { message: (text) => hear(mine, text), closed: lost });
    socket = mine;
    watchSilence();
  }

  function watchSilence(): void {
    stopTimer();
    stopTimer = timers.after(SILENCE, () => {
      socket?.close();
      lost();
    });
  }

  function hear(from: Socket, text: string): void {
    watchSilence();
    // Firefox lets the event page live by extension calls alone, whatever the socket carries.
    void session.set(`heard:${device}`, clock.now());
    const frame = readFrame(text);
    if (frame?.type === 'nonce') void proveOver(from, frame.nonce);
    if (frame?.type === 'beat') say({ type: 'beat' });
    if (frame?.type === 'ready') {
      open = true;
      failures = 0;
    }
    if (frame?.type === 'ready' || frame?.type === 'hint') hint(device);
  }

  async function proveOver(over: Socket, nonce: string): Promise<void> {
    const proof = await prove(nonce).catch(() => null);
    // Another socket may have taken its place meanwhile, and has a nonce of its own.
    if (proof !== null && over === socket) say({ type: 'proof', proof });
  }

  function lost(): void {
    stopTimer();
    // It may have been closed because the device was ended; the next signed call says so.
    if (open) hint(device);
    open = false;
    socket = null;
    stopTimer = timers.after(backOff(failures, random), connect);
    failures += 1;
  }

  connect();
  return {
    isOpen: () => open,
    end() {
      stopTimer();
      socket?.close();
      socket = null;
      open = false;
    },
  };
}

/** 1 s, doubled at each failure up to 60 s, and somewhere in the upper half, so that not all come back at once. */
export function backOff(failures: number, random: Random): number {
  const longest = Math.min(MINUTE, SECOND * 2 ** failures);
  const [byte = 0] = random.bytes(1);
  return longest * (0.5 + byte / 510);
}

function readFrame(text: string): ServerFrame | null {
  try {
    return v.parse(ServerFrame, JSON.parse(text));
  } catch {
    return null;
  }
}
