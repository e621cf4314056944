import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** Argon2id as OWASP's password storage cheat sheet has it at least: 19 MiB, twice over. */
const COST = { memory: 19 * 1024, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** Each takes a thread of the pool, which the disk and mail need too, and 19 MiB. */
const AT_ONCE = 2;
const WAITING = 16;

const derive = promisify(argon2);

export interface SlowHash {
  /** Base64url. @throws `too_many` where enough wait already */
  hashOf(user: UserId, digits: string): Promise<string>;
}

/**
 * How printed codes and those of the help desk are kept: nine digits are soon tried where a hash is fast (§6.8).
 * One salt per person, so that one hash answers for all of that person's codes; and one that takes the master key,
 * so that whoever has only the database cannot try at all.
 */
export function createSlowHash(sealing: Pick<Sealing, 'derive'>): SlowHash {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running < AT_ONCE) {
      running += 1;
      return;
    }
    if (waiting.length >= WAITING) throw new Refusal('too_many');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  /** The next in line takes the place over. */
  function done(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async hashOf(user, digits) {
      await turn();
      try {
        const nonce = sealing.derive('passcode-salt', user);
        const hash = await derive('argon2id', { ...COST, message: digits, nonce });
        return hash.toString('base64url');
      } finally {
        done();
      }
    },
  };
}
