import type { BrowserInvited } from '../../lib/protocol/browsers.ts';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { PortalDevice, PortalState } from '../../lib/protocol/portal.ts';
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
  /** Who has to prove again who they are before they change something; null where it is not that. */
  again: string | null;
}

/** What can be changed in it. */
export type PortalChange = 'forget' | 'rename' | 'remove' | 'invite' | 'leave';

export interface PortalInside {
  state: PortalState;
  /** A change is under way. */
  busy: boolean;
  /** What became of the last one. */
  told: { change: PortalChange; error: string | null } | null;
  /** The link to a browser more, this once. */
  invited: BrowserInvited | null;
}

export interface PortalActions {
  load: () => void;
  enter: (username: string) => void;
  forget: (what: ForgetPost) => void;
  rename: (device: PortalDevice['id'], name: string) => void;
  remove: (device: PortalDevice['id']) => void;
  /** `replaces` null: one more. */
  invite: (replaces: DeviceId | null) => void;
  /** Puts the link away. */
  putAway: () => void;
  copy: (link: string) => Promise<boolean>;
  leave: () => void;
  /** To the sign-in that waits. */
  back: (url: string) => void;
}
