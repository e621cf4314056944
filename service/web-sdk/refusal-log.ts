import { MINUTE } from '../../lib/ports/clock.ts';
import type { ApplicationId } from '../../lib/protocol/ids.ts';
import type { Floor } from '../room.ts';

/**
 * Notes refused requests in the audit log, so that a site that is set up wrongly is seen by the operator. A client
 * id is no secret, so one row a minute for each application, event and reason is all that a stranger can write.
 */
export function createRefusalLog({ db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>) {
  const notedAt = new Map<string, number>();

  /** `client`: the application that the request names; without one there is nothing to note. */
  return async function note(
    event: string,
    { reason, client }: { reason: string; client: ApplicationId | null },
  ): Promise<void> {
    if (!client) return;
    const key = `${client} ${event} ${reason}`;
    const now = clock.now();
    if (now - (notedAt.get(key) ?? -MINUTE) < MINUTE) return;
    notedAt.set(key, now);
    await db.write((tx) => audit.record(tx, { event, reason, application: client }));
  };
}

export type NoteRefusal = ReturnType<typeof createRefusalLog>;
