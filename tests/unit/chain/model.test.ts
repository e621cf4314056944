import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, SECOND } from '../../../lib/ports/clock.ts';
import { modelWorld } from '../../fakes/chain/model-world.ts';
import { callThrough, play } from '../../fakes/chain/play.ts';
import { anyStep } from '../../fakes/chain/schedule.ts';

/** Up to thousands of steps each: what is rare needs many of them in a row. */
const schedule = fc.array(anyStep, { minLength: 50, maxLength: 3_000, size: 'max' });
/** Half a million steps and more. */
const runs = { numRuns: 400 };

it('an honest browser is never taken for a copy, whatever happens to it', async () => {
  let told = 0;
  const property = fc.asyncProperty(schedule, async (steps) => {
    const world = modelWorld();
    told += (await play(world, steps, { sides: 1, restores: true })).length;
    world.setOffset(0, 0);
    expect(await callThrough(world, 0)).toBeNull();
    expect(await world.suspensions()).toBe(0);
  });
  await fc.assert(property, runs);
  // The chain was on the move all the while.
  expect(told).toBeGreaterThan(runs.numRuns);
});

describe('of two copies', () => {
  /** Waits after each pair of calls, an hour of them at least. */
  const afterwards = fc
    .array(fc.integer({ min: 10 * SECOND, max: 900 * SECOND }), { minLength: 4, maxLength: 20 })
    .map((waits) => [...waits, ...new Array<number>(6).fill(HOUR / 6)]);

  it('that both go on, one gives itself away, once, and both stop', async () => {
    const property = fc.asyncProperty(
      schedule,
      schedule,
      afterwards,
      fc.boolean(),
      async (before, after, waits, turn) => {
        const world = modelWorld();
        await play(world, before, { sides: 1, restores: true });
        await world.copyProfile();
        await play(world, after, { sides: 2, restores: false });
        for (const side of [0, 1] as const) world.setOffset(side, 0);
        for (const wait of waits) {
          await callThrough(world, turn ? 0 : 1);
          await callThrough(world, turn ? 1 : 0);
          world.pass(wait);
        }
        expect(await world.suspensions()).toBe(1);
        expect([await callThrough(world, 0), await callThrough(world, 1)]).toEqual([
          'device_suspended',
          'device_suspended',
        ]);
      },
    );
    await fc.assert(property, runs);
  });

  it('no two are ever given the same successor', async () => {
    const property = fc.asyncProperty(schedule, async (steps) => {
      const world = modelWorld();
      await callThrough(world, 0);
      await world.copyProfile();
      const told = await play(world, steps, { sides: 2, restores: false });
      expect(new Set(told).size).toBe(told.length);
    });
    await fc.assert(property, runs);
  });

  it('the one that only asks often gets none, while the other goes on', async () => {
    /** What the copy does between two calls of the original, which come at least every two minutes. */
    const rounds = fc.array(fc.array(fc.integer({ min: 0, max: 3 * SECOND }), { maxLength: 40 }), {
      minLength: 1,
      maxLength: 40,
    });
    const property = fc.asyncProperty(rounds, async (polls) => {
      const world = modelWorld();
      await callThrough(world, 0);
      await callThrough(world, 0);
      world.pass(HOUR);
      await world.copyProfile();
      let successors = 0;
      for (const waits of polls) {
        await callThrough(world, 0, true);
        for (const wait of waits) {
          world.pass(wait);
          const call = await world.begin(1, true);
          await call.step();
          const answer = await call.serve();
          if (answer.successor !== null) successors += 1;
          await call.arrive(answer);
          while (call.stage() !== 'done') await call.step();
        }
      }
      expect(successors).toBe(0);
    });
    await fc.assert(property, runs);
  });
});
