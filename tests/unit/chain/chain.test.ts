import { describe, expect, it } from 'vitest';
import { CHAIN_GRACE, CHAIN_RENEWAL, PROOF_WINDOW } from '../../../lib/protocol/proof.ts';
import { type Chain, follow, judge, mint, newChain, readChain, writeChain } from '../../../service/chain.ts';

const NOW = Date.UTC(2026, 0, 5, 9);
const polls = (now: number) => ({ now, weighs: false });

/** A chain whose second number was taken just now, and the two numbers. */
function begun() {
  const given = mint(newChain, polls(NOW)) as Chain;
  const first = given.highest;
  const later = mint(follow(given, first, NOW), polls(NOW + CHAIN_RENEWAL)) as Chain;
  const second = later.highest;
  const since = NOW + CHAIN_RENEWAL;
  return { chain: follow(later, second, since), first, second, since };
}

describe('a chain', () => {
  it('is kept as a text that is empty at first', () => {
    expect(readChain('')).toEqual(newChain);
    const { chain } = begun();
    expect(readChain(writeChain(chain))).toEqual(chain);
    expect(() => readChain('{}')).toThrow();
  });

  it('spares what was outlived for exactly as long as a proof with it can live', () => {
    const { chain, first, second, since } = begun();
    expect(CHAIN_GRACE).toBe(2 * PROOF_WINDOW);
    expect(judge(chain, second, since)).toBe('current');
    expect(judge(chain, first, since + CHAIN_GRACE)).toBe('spared');
    expect(judge(chain, first, since + CHAIN_GRACE + 1)).toBe('forked');
    expect(judge(chain, 0, since)).toBe('forked');
  });

  it('mints none as long as it spares one, then at a weighty call, else after ten minutes', () => {
    const { chain, since } = begun();
    expect(mint(chain, { now: since + CHAIN_GRACE, weighs: true })).toBeNull();
    expect(mint(chain, { now: since + CHAIN_GRACE + 1, weighs: true })).not.toBeNull();
    expect(mint(chain, polls(since + CHAIN_RENEWAL - 1))).toBeNull();
    expect(mint(chain, polls(since + CHAIN_RENEWAL))).not.toBeNull();
  });

  it('replaces a successor that was not used, but not at once, and voids it only when another one is', () => {
    const { chain, since } = begun();
    const at = since + CHAIN_RENEWAL;
    const once = mint(chain, polls(at)) as Chain;
    expect(mint(once, { now: at + CHAIN_GRACE - 1, weighs: true })).toBeNull();
    const twice = mint(once, polls(at + CHAIN_GRACE)) as Chain;
    expect([once, twice].map(({ highest }) => judge(twice, highest, at))).toEqual(['successor', 'successor']);
    const used = follow(twice, once.highest, at + CHAIN_GRACE);
    expect(judge(used, twice.highest, at + CHAIN_GRACE)).toBe('forked');
    const other = follow(twice, twice.highest, at + CHAIN_GRACE);
    expect(judge(other, once.highest, at + CHAIN_GRACE)).toBe('forked');
  });

  it('that is older than what it is shown follows, and spares what may have been good in between', () => {
    const { chain, first, second } = begun();
    const old = mint(newChain, polls(NOW)) as Chain;
    expect(judge(old, second, NOW)).toBe('ahead');
    const caughtUp = follow(old, second, NOW);
    expect(judge(caughtUp, first, NOW)).toBe('spared');
    expect(judge(caughtUp, second, NOW)).toBe('current');
    expect(caughtUp.current).toBe(chain.current);
  });

  it('numbers by the time, so that an older copy of the database never gives out what a newer one holds void', () => {
    const { chain, since } = begun();
    const now = since + CHAIN_RENEWAL;
    expect(mint(chain, polls(now))?.highest).toBe(now);
    const setBack = mint({ ...chain, highest: now + 5 }, polls(now));
    expect(setBack?.highest).toBe(now + 6);
  });
});
