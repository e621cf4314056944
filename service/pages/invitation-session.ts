import * as v from 'valibot';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import { InvitationPairing, PairingView } from '../../lib/protocol/prompt.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { ask } from './ask.ts';
import { follow } from './follow.ts';

/** What the invitation page draws from. */
export interface InvitationSnapshot {
  /** Null until the person has begun: opening an invitation changes nothing. */
  pairing: PairingView | null;
  username: string;
  link: string | null;
  connected: boolean;
  /** Why the last thing asked for was refused. */
  error: string | null;
}

const untouched: InvitationSnapshot = {
  pairing: null,
  username: '',
  link: null,
  connected: true,
  error: null,
};

/** A set-up from an invitation's link. `invitation` is its secret, from the fragment. */
export function openInvitation(options: { invitation: string; clock: PageClock; onChange: () => void }) {
  const { invitation, clock, onChange } = options;
  let now = untouched;
  let secret = '';
  let stop = (): void => {};

  const change = (part: Partial<InvitationSnapshot>): void => {
    now = { ...now, ...part };
    onChange();
  };

  async function begin(): Promise<void> {
    stop();
    const post = { invitation };
    const reply = await ask({ url: pathTo('invitationPairing'), post, schema: InvitationPairing });
    if (!reply.ok) return change({ error: reply.error });
    const { pairing, username } = reply.value;
    secret = reply.value.secret;
    change({ pairing, username, link: pairing.link, error: null });
    stop = follow({
      clock,
      ask: (after) => askState(pairing.id, after),
      onState: (pairing) => change({ pairing, connected: true }),
      onLost: () => change({ connected: false }),
      onRefused: (error) => change({ error }),
    });
  }

  const askState = (pairing: string, after: number | undefined) =>
    ask({
      url: pathTo('invitationState', pairing),
      post: after === undefined ? { secret } : { secret, after },
      schema: PairingView,
    });

  async function answer(match: boolean): Promise<void> {
    if (now.pairing === null) return;
    const url = pathTo('invitationAnswer', now.pairing.id);
    const reply = await ask({ url, post: { secret, match }, schema: v.unknown() });
    change({ error: reply.ok ? null : reply.error });
  }

  return {
    snapshot: () => now,
    begin: () => void begin(),
    answer: (match: boolean) => void answer(match),
  };
}
