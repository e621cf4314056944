/**
 * The sign-in transaction as a state machine (§5.1).
 *
 *   enrolling ──enrolled──► choosing ──challenged──► waiting ──approved──► approved ──finished──► finished
 *       │                     │  ▲                      │                     ▲
 *       └───passed, proven────┴──┼─────proven───────────┼─────────────────────┘
 *                                └───────setBack────────┘            any ──refused──► refused
 */
export const states = ['enrolling', 'choosing', 'waiting', 'approved', 'finished', 'refused'] as const;
export type State = (typeof states)[number];

export const transitions = {
  /** The person's first browser is paired. */
  enrolled: { from: ['enrolling'], to: 'choosing' },
  /** A factor's challenge waits for an answer; also where the first browser was paired by another page. */
  challenged: { from: ['enrolling', 'choosing'], to: 'waiting' },
  /** Denied, failed, timed out or cancelled: the person may try again or another way. */
  setBack: { from: ['waiting'], to: 'choosing' },
  approved: { from: ['waiting'], to: 'approved' },
  /** By a factor that answers at once, also while another one's challenge waits, or where another page set it up. */
  proven: { from: ['enrolling', 'choosing', 'waiting'], to: 'approved' },
  /** Policy lets the person in without a factor. */
  passed: { from: ['enrolling', 'choosing'], to: 'approved' },
  /** The code is minted; again, if the answer that carried it was lost. */
  finished: { from: ['approved', 'finished'], to: 'finished' },
  /** Ended for good, for example by "Not you?". */
  refused: { from: ['enrolling', 'choosing', 'waiting', 'approved', 'finished'], to: 'refused' },
} as const satisfies Record<string, { from: readonly State[]; to: State }>;

export type TransitionName = keyof typeof transitions;

/** Nothing is decided yet: a factor may still be asked for, and may still succeed. */
export const isOpen = ({ state }: { state: State }): boolean =>
  (transitions.proven.from as readonly State[]).includes(state);
