import fc from 'fast-check';
import { HOUR, SECOND } from '../../../lib/ports/clock.ts';
import { CHAIN_GRACE, CHAIN_RENEWAL, PROOF_WINDOW } from '../../../lib/protocol/proof.ts';
import type { Side } from './world.ts';

type OnCall = 'step' | 'serve' | 'repeat' | 'arrive' | 'lose';

/** `pick` chooses among the calls that it can happen to. */
export type Step =
  | { do: 'begin'; side: Side; weighs: boolean }
  | { do: OnCall; pick: number }
  | { do: 'wait'; time: number }
  | { do: 'kill' | 'losePower'; side: Side }
  | { do: 'setClock'; side: Side; offset: number }
  | { do: 'backUp' }
  | { do: 'restore'; pick: number };

const pick = fc.nat(50);
const side = fc.constantFrom<Side>(0, 1);
/** Around everything that is measured. */
const around = [PROOF_WINDOW, CHAIN_GRACE, CHAIN_RENEWAL].flatMap((limit) => [limit - 1, limit, limit + 1]);
const time = fc.oneof(
  fc.integer({ min: 0, max: 5 * SECOND }),
  fc.integer({ min: 0, max: CHAIN_GRACE }),
  fc.constantFrom(1, HOUR, ...around),
);

const onCalls = (name: OnCall, weight: number) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(name), pick }),
});

/** Whatever may happen to browsers whose clock is off by so much, to the network, and to the service's machine. */
const steps = (offset: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('begin' as const), side, weighs: fc.boolean() }) },
    onCalls('step', 10),
    onCalls('serve', 6),
    onCalls('repeat', 1),
    onCalls('arrive', 6),
    onCalls('lose', 1),
    { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), time }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('kill', 'losePower' as const), side }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('setClock' as const), side, offset }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('backUp' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), pick }) },
  );

/** Clocks that a service still believes; one that is farther off is told so, and then learned. */
export const anyStep = steps(fc.integer({ min: -PROOF_WINDOW, max: PROOF_WINDOW }));
export const anyStepByWrongClocks = steps(fc.integer({ min: -12 * HOUR, max: 12 * HOUR }));
