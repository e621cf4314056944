import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import { callThrough, play } from '../../fakes/chain/play.ts';
import { openRealRooms, type RealRooms, realWorld } from '../../fakes/chain/real-world.ts';
import { anyStep, anyStepByWrongClocks } from '../../fakes/chain/schedule.ts';

let service: RealRooms;
beforeAll(async () => {
  service = await openRealRooms();
});
afterAll(() => service.close());

const long = { minLength: 100, maxLength: 200, size: 'max' } as const;
const schedule = fc.array(anyStep, long);
/** Thousands of steps; `tests/unit/chain` takes many more of them with the same rules. To shrink would take minutes. */
const runs = { numRuns: 25, endOnFailure: true };

it('an honest browser is never taken for a copy, whatever happens to it', async () => {
  const property = fc.asyncProperty(schedule, async (steps) => {
    const world = await realWorld(service);
    await play(world, steps, { sides: 1, restores: true });
    expect(await callThrough(world, 0)).toBeNull();
    expect(await world.suspensions()).toBe(0);
  });
  await fc.assert(property, runs);
});

it('nor is one whose clock is set to and fro by hours; it waits no longer for an answer than browsers do', async () => {
  const wrongClocks = fc.array(anyStepByWrongClocks, long);
  const property = fc.asyncProperty(wrongClocks, async (steps) => {
    const world = await realWorld(service);
    await play(world, steps, { sides: 1, restores: true, patience: 10 * SECOND });
    expect(await callThrough(world, 0)).toBeNull();
    expect(await world.suspensions()).toBe(0);
  });
  await fc.assert(property, runs);
});

it('of two copies that both go on, one gives itself away, once, and both stop', async () => {
  const property = fc.asyncProperty(schedule, schedule, async (before, after) => {
    const world = await realWorld(service);
    await play(world, before.slice(0, 50), { sides: 1, restores: true });
    await world.copyProfile();
    await play(world, after, { sides: 2, restores: false });
    for (let turn = 0; turn < 12; turn++) {
      await callThrough(world, 0);
      await callThrough(world, 1);
      world.pass(5 * MINUTE);
    }
    expect(await world.suspensions()).toBe(1);
    for (const side of [0, 1] as const) expect(await callThrough(world, side)).toBe('device_suspended');
  });
  await fc.assert(property, runs);
});
