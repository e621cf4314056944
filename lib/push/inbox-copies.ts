import * as v from 'valibot';
import type { SessionStore } from '../ports/session-store.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { Notice, PushView } from '../protocol/push.ts';

/** What a service last told one device, after its signature was checked. */
export const InboxCopy = v.object({
  requests: v.array(PushView),
  notices: v.array(Notice),
  /** The service's clock minus this computer's, in milliseconds. */
  skew: v.number(),
});
export type InboxCopy = v.InferOutput<typeof InboxCopy>;

const PREFIX = 'inbox:';

/** The inboxes at hand. The truth is at the services; these last as long as the browser runs. */
export function createInboxCopies(session: SessionStore) {
  return {
    /** Empty when there is none. */
    async read(device: DeviceId): Promise<InboxCopy> {
      const parsed = v.safeParse(InboxCopy, await session.get(PREFIX + device));
      return parsed.success ? parsed.output : { requests: [], notices: [], skew: 0 };
    },
    save: (device: DeviceId, copy: InboxCopy) => session.set(PREFIX + device, copy),
    forget: (device: DeviceId) => session.remove(PREFIX + device),
  };
}
