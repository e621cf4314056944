import { type RawBuilder, sql } from 'kysely';
import type { UserId } from '../../lib/protocol/ids.ts';

/** What policy leaves of the ways to sign in. */
export interface UsableWays {
  /** Push to paired browsers is not switched off. */
  push: boolean;
  /** An authenticator that may have been copied is accepted. */
  suspected: boolean;
}

/** For a statement's WHERE: the person can sign in by something else than `id`. */
export const anotherWay = (
  { id, user }: { id: string; user: UserId },
  { push, suspected }: UsableWays,
): RawBuilder<boolean> => sql<boolean>`EXISTS (
  SELECT 1 FROM methods LEFT JOIN credentials AS other ON other.id = methods.id
  WHERE methods.user_id = ${user} AND methods.id <> ${id}
    AND (methods.kind <> 'push' OR ${push ? 1 : 0} = 1)
    AND (other.clone_suspected_at IS NULL OR ${suspected ? 1 : 0} = 1))`;
