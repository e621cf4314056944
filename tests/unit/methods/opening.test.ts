import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type OpensWith, STRENGTH } from '../../../lib/protocol/methods.ts';
import type { Method } from '../../../lib/protocol/prompt.ts';
import { openingOf } from '../../../service/prompt/opening.ts';

const methods = Object.keys(STRENGTH) as Method[];
const maybe = fc.option(fc.constantFrom(...methods));
const wish: fc.Arbitrary<OpensWith> = fc.constantFrom(
  { method: 'last' },
  { method: 'push', device: null },
  { method: 'platform' },
  { method: 'security_key' },
  { method: 'passcode' },
);

const situation = fc.record({
  ready: fc.subarray([...methods]),
  opensWith: wish,
  lastHere: maybe,
  lastMethod: maybe,
});

it('opens with the first that is ready of: the wish, what succeeded here, what succeeded anywhere, the strongest', () => {
  fc.assert(
    fc.property(situation, ({ ready, opensWith, lastHere, lastMethod }) => {
      const rows = methods.map((method) => ({
        method,
        ready: ready.includes(method),
        strength: STRENGTH[method],
      }));
      const opens = openingOf({ methods: rows, wishes: { opensWith, lastMethod }, lastHere });
      const strongest = [...ready].sort((a, b) => STRENGTH[b] - STRENGTH[a]);
      const order = [opensWith.method, lastHere, lastMethod, ...strongest];
      expect(opens).toBe(order.find((method) => ready.some((one) => one === method)) ?? null);
    }),
  );
});
