import type { ErrorCode } from '../../lib/protocol/errors.ts';

/** What decides whether a person may go on at all. */
export interface StandingFacts {
  disabled: boolean;
  /** The operator lets the person pass for a while, here and now. */
  bypass: boolean;
  locked: boolean;
  lockScope: 'guessable' | 'all';
  /** Any factor enrolled. */
  enrolled: boolean;
  /** Any factor was enrolled once and has ended: somebody who lost a browser is no new user. */
  lapsed: boolean;
  /** Any factor that is enrolled and allowed. */
  ready: boolean;
  /** One would be ready if a paired browser proved that the prompt is open in it. */
  readyIfPresent: boolean;
  /** A set-up may open right here (§6.2). */
  inlineInvitation: boolean;
  newUsers: 'invitation' | 'allow' | 'deny';
}

export type Standing =
  | { next: 'authenticate' | 'enrol' }
  /** `bypass`: by the operator's leave; otherwise because policy asks new people for nothing. */
  | { next: 'pass'; bypass: boolean }
  | { next: 'refuse'; why: ErrorCode };

/**
 * Policy's answer (§5.1, §5.12), worked out anew at each look, so that an unlock or a changed policy holds at
 * once. Unknown and unenrolled people get the same answers: a password must not tell which names exist (ASVS 6.3.8).
 */
export function standing(facts: StandingFacts): Standing {
  if (facts.disabled) return { next: 'refuse', why: 'user_disabled' };
  if (facts.bypass) return { next: 'pass', bypass: true };
  if (facts.locked && facts.lockScope === 'all') return { next: 'refuse', why: 'locked_out' };
  if (facts.ready) return { next: 'authenticate' };
  if (facts.readyIfPresent) return { next: 'refuse', why: 'locked_elsewhere' };
  if (facts.enrolled) return { next: 'refuse', why: facts.locked ? 'locked_out' : 'denied_by_policy' };
  if (facts.inlineInvitation) return { next: 'enrol' };
  if (facts.newUsers === 'allow' && !facts.lapsed) return { next: 'pass', bypass: false };
  return { next: 'refuse', why: facts.newUsers === 'deny' ? 'denied_by_policy' : 'enrolment_needed' };
}

/** What an account and its groups say of passing without a second step; times in milliseconds. */
export interface BypassFacts {
  status: 'active' | 'disabled';
  locked: boolean;
  /** Until when their own bypass lasts; null where they have none. */
  own: number | null;
  /** The same by a group. */
  group: number | null;
  now: number;
}

/** The person's own status counts before their groups': a lock-out stands against a group's bypass, not against their own. */
export function isBypassed({ status, locked, own, group, now }: BypassFacts): boolean {
  if (status === 'disabled') return false;
  return (own !== null && own > now) || (!locked && group !== null && group > now);
}
