import type { PortalState } from '../../lib/protocol/portal.ts';
import type { ForgetPost } from '../../lib/protocol/trust.ts';
import type { CeremonyStage } from '../ceremony/ceremony.tsx';

/** What the portal shows: exactly one of these. */
export type PortalScreen =
  | { name: 'loading' }
  /** The service could not be asked, and why: an error code. */
  | { name: 'lost'; error: string }
  | { name: 'outside'; entry: PortalEntry }
  | { name: 'inside'; inside: PortalInside };

/** The way in. */
export interface PortalEntry {
  /** How the authenticator fares; null while nobody tries. */
  stage: CeremonyStage | null;
  /** It was open on this page before: its time is over, or the person has closed it. */
  ended: 'over' | 'left' | null;
}

export interface PortalInside {
  state: PortalState;
  /** A change is under way. */
  busy: boolean;
  /** What became of the last one: that it is done, or why not, as an error code. */
  told: 'done' | { error: string } | null;
}

export interface PortalActions {
  load: () => void;
  enter: (username: string) => void;
  forget: (what: ForgetPost) => void;
  leave: () => void;
  /** To the sign-in that waits. */
  back: (url: string) => void;
}
