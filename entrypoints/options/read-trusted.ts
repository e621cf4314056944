import type { TrustedActions } from '../../components/options/trusted/trusted-actions.ts';
import { send } from '../../lib/messages/messages.ts';
import type { TrustedBrowser } from '../../lib/protocol/trust.ts';
import { createLists } from './read-lists.ts';

/** What the section of the trusted browsers shows; a change answers with what is left. */
export function createTrusted(onChange: () => void) {
  const lists = createLists<readonly TrustedBrowser[]>(async (device) => {
    const reply = await send('trust.list', { device });
    return reply.ok ? { ok: true, value: reply.value.trusted } : reply;
  }, onChange);

  const forget: TrustedActions['forget'] = async (device, what) => {
    const reply = await send('trust.forget', { device, what });
    if (reply.ok) lists.keep(device, reply.value.trusted);
    return reply;
  };

  return { snapshot: lists.snapshot, read: lists.read, forget };
}
