import * as v from 'valibot';
import { CHAIN_GRACE, CHAIN_RENEWAL } from '../lib/protocol/proof.ts';

/**
 * A chain of numbered nonces, of which one is good at a time. Whoever presents the good one is now and then given a
 * successor; whoever presents a successor outlives all the others. No two are ever given the same one, so of two copies
 * that go on side by side one gives itself away.
 *
 * Nothing honest does: the answer that carried a successor may be lost, calls may overtake each other, the service's
 * database may be restored from a backup.
 */
const Chain = v.object({
  /** The good one. */
  current: v.number(),
  /**
   * From here to `highest`: successors that were given out. Which of their answers has come nobody knows here: one that
   * seemed lost may only be late, and be the one that an honest browser goes by. So none is void for having been
   * replaced. The first that comes back wins, and all the others are void from then on: a browser takes a successor
   * only in place of the very number that its call carried.
   */
  successorsFrom: v.number(),
  highest: v.number(),
  /** Outlived, and still served for `CHAIN_GRACE` after `since`: calls that were on their way. */
  sparedFrom: v.number(),
  sparedTo: v.number(),
  /** When `current` became so, and when the last successor was given out; milliseconds. */
  since: v.number(),
  mintedAt: v.number(),
});
export type Chain = v.InferOutput<typeof Chain>;

/**
 * What a number says about whoever presents it. `ahead`: authentic and higher than any that this database knows, so
 * the database is an older one. `forked`: void or outlived, so there are two who have it.
 */
export type Presented = 'current' | 'successor' | 'spared' | 'ahead' | 'forked';

export const newChain: Chain = {
  current: 0,
  successorsFrom: 1,
  highest: 0,
  sparedFrom: 0,
  sparedTo: -1,
  since: 0,
  mintedAt: 0,
};

/** As the database keeps it; empty for a chain that has not begun. */
export const readChain = (text: string): Chain => (text === '' ? newChain : v.parse(Chain, JSON.parse(text)));
export const writeChain = (chain: Chain): string => JSON.stringify(chain);

export function judge(chain: Chain, number: number, now: number): Presented {
  if (number === chain.current) return 'current';
  if (number > chain.highest) return 'ahead';
  if (number >= chain.successorsFrom) return 'successor';
  const spared = number >= chain.sparedFrom && number <= chain.sparedTo;
  return spared && now <= chain.since + CHAIN_GRACE ? 'spared' : 'forked';
}

/** The chain after a `successor` or one from `ahead` has come back. */
export function follow(chain: Chain, number: number, now: number): Chain {
  const highest = Math.max(chain.highest, number);
  return {
    current: number,
    successorsFrom: highest + 1,
    highest,
    sparedFrom: chain.current,
    // Ahead of this database any of those between may have been good when its call was made.
    sparedTo: number > chain.highest ? number - 1 : chain.current,
    since: now,
    mintedAt: chain.mintedAt,
  };
}

/**
 * The chain with one more successor, to be given to whoever has just presented the current number; null where none is
 * due. `weighs`: a decision or a trusted sign-in. A successor that was given out is replaced only after a while, so
 * that a copy cannot draw level by asking often; and none is due before the last one's predecessor is spared no more:
 * only one is spared at a time, and each must be for as long as a call that carries it can be on its way.
 */
export function mint(chain: Chain, { now, weighs }: { now: number; weighs: boolean }): Chain | null {
  if (now <= chain.since + CHAIN_GRACE) return null;
  const given = chain.highest >= chain.successorsFrom;
  const due = given
    ? now >= chain.mintedAt + CHAIN_GRACE
    : weighs || chain.current === 0 || now >= chain.since + CHAIN_RENEWAL;
  if (!due) return null;
  // By the time, so that whatever was given out after this database was copied is higher than all that the copy knows,
  // in whichever order an operator restores copies.
  return { ...chain, highest: Math.max(chain.highest + 1, now), mintedAt: now };
}
