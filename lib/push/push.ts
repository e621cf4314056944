import type { StreamNeeds } from './connection.ts';
import { createInboxCopies } from './inbox-copies.ts';
import { createPoll } from './poll.ts';
import type { PushSource } from './push-source.ts';
import { createStream } from './stream.ts';

export type { PushSource, Watched } from './push-source.ts';

/** The copies of the inboxes, and every way in which news of them arrives. */
export function createPush(needs: StreamNeeds) {
  const stream = createStream(needs);
  const poll = createPoll({ hint: needs.hint, isCovered: stream.isOpen });
  const sources: PushSource[] = [stream, poll];
  const source: PushSource = {
    watch(watched) {
      for (const each of sources) each.watch(watched);
    },
    forget(device) {
      for (const each of sources) each.forget(device);
    },
  };
  return { ...source, copies: createInboxCopies(needs.session), wake: poll.wake };
}
export type Push = ReturnType<typeof createPush>;
