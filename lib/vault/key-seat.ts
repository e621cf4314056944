import * as v from 'valibot';
import type { AutoLock } from '../messages/vault.ts';
import { type Clock, type Instant, MINUTE } from '../ports/clock.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { type Bytes, fromBase64url, toBase64url } from './sealing.ts';

const KEY = 'vault.key';
/** Apart from the key, so that noting a use can never bring back a key that was just taken away. */
const USED = 'vault.used';

const Held = v.object({ vault: v.string(), key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)) });

/** Where the key is while the vault is open: in the browser's memory, which no page and no content script can read. */
export function createKeySeat({ session, clock }: { session: SessionStore; clock: Clock }) {
  const touch = () => session.set(USED, clock.now());
  /** Grows with each locking. What was begun before, in this worker, brings nothing back after it. */
  let turn = 0;

  return {
    /** To be asked for before what takes time, and handed to `hold` after it. */
    turn: () => turn,

    /** False when it was locked meanwhile: then nothing is held. */
    async hold(held: { vault: string; key: Bytes; turn: number }): Promise<boolean> {
      await touch();
      if (held.turn !== turn) return false;
      await session.set(KEY, { vault: held.vault, key: toBase64url(held.key) });
      return held.turn === turn;
    },

    /** Null when it is locked. One whose time has come is left where it is. */
    async held(vault: string, autoLock: AutoLock): Promise<Bytes | null> {
      const [key, used] = await Promise.all([session.get(KEY), session.get(USED)]);
      const held = v.safeParse(Held, key);
      if (!held.success || held.output.vault !== vault) return null;
      return isDue(autoLock, { used, now: clock.now() }) ? null : fromBase64url(held.output.key);
    },

    isTaken: async (): Promise<boolean> => (await session.get(KEY)) !== undefined,
    touch,
    drop: () => session.remove(KEY, USED),
    /** The person, or the screen, locks. */
    async lock(): Promise<void> {
      turn += 1;
      await session.remove(KEY, USED);
    },
  };
}

export type KeySeat = ReturnType<typeof createKeySeat>;

/** A clock that was turned back says nothing about how long ago the last use was; a correction by seconds is usual. */
function isDue({ minutes }: AutoLock, { used, now }: { used: unknown; now: Instant }): boolean {
  if (minutes === null) return false;
  if (typeof used !== 'number') return true;
  return now - used >= minutes * MINUTE || used - now > MINUTE;
}
