import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type State, states, type TransitionName, transitions } from '../../../service/prompt/machine.ts';

const events = Object.keys(transitions) as TransitionName[];
/** Where an event leads from a state; null where it does not apply. */
const after = (state: State, event: TransitionName): State | null => {
  const { from, to } = transitions[event];
  return (from as readonly State[]).includes(state) ? to : null;
};
const walk = (first: State, steps: TransitionName[]): State[] => {
  const trail = [first];
  for (const step of steps) {
    const next = after(trail.at(-1) ?? first, step);
    if (next) trail.push(next);
  }
  return trail;
};
const path = fc.tuple(fc.constantFrom<State>('enrolling', 'choosing'), fc.array(fc.constantFrom(...events)));

describe('the transaction’s state machine', () => {
  it('reaches a code only through an approval', () => {
    fc.assert(
      fc.property(path, ([first, steps]) => {
        const trail = walk(first, steps);
        const finished = trail.indexOf('finished');
        expect(finished === -1 || trail.slice(0, finished).includes('approved')).toBe(true);
      }),
    );
  });

  it('reaches an approval only by a factor, or by a policy that asks for none', () => {
    const into = events.filter((event) => transitions[event].to === 'approved');
    expect(into.toSorted()).toEqual(['approved', 'passed', 'proven']);
    expect(transitions.approved.from).toEqual(['waiting']);
    expect(transitions.proven.from).toEqual(['enrolling', 'choosing', 'waiting']);
  });

  it('never leaves “refused”, and never goes back to choosing after an approval', () => {
    fc.assert(
      fc.property(path, ([first, steps]) => {
        const trail = walk(first, steps);
        const refused = trail.indexOf('refused');
        expect(refused === -1 || trail.slice(refused).every((state) => state === 'refused')).toBe(true);
        const approved = trail.indexOf('approved');
        expect(approved === -1 || !trail.slice(approved).includes('choosing')).toBe(true);
      }),
    );
  });

  it('can be refused from every state that is not', () => {
    for (const state of states) expect(after(state, 'refused')).toBe(state === 'refused' ? null : 'refused');
  });
});
