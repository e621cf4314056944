import { randomBytes } from 'node:crypto';
import type { Person } from './people.ts';

/** `half`: the password was right, and the second factor was asked for with this `state`. */
export type Session =
  | { stage: 'half'; person: Person; state: string }
  | { stage: 'whole'; person: Person; factor: string; device: string | null };

const MINUTE = 60_000;
const LIFE = { half: 10 * MINUTE, whole: 8 * 60 * MINUTE };

/** Sessions in memory; a real site keeps them where a restart does not lose them. */
export function createSessions(now: () => number) {
  const sessions = new Map<string, { session: Session; endsAt: number }>();

  /** Begins a session under a new id, so that nobody can fix the id of another person's session beforehand. */
  const begin = (session: Session): string => {
    for (const [id, { endsAt }] of sessions) if (endsAt <= now()) sessions.delete(id);
    const id = randomBytes(32).toString('base64url');
    sessions.set(id, { session, endsAt: now() + LIFE[session.stage] });
    return id;
  };

  const find = (id: string | undefined): Session | null => {
    const entry = sessions.get(id ?? '');
    return entry && entry.endsAt > now() ? entry.session : null;
  };

  const end = (id: string | undefined): void => {
    sessions.delete(id ?? '');
  };

  return { begin, find, end };
}
