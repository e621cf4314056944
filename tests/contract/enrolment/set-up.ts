import * as v from 'valibot';
import type { InvitationId, UserId } from '../../../lib/protocol/ids.ts';
import { DevicePairingView } from '../../../lib/protocol/pairing.ts';
import { InvitationPairing, PairingView } from '../../../lib/protocol/prompt.ts';
import { pathTo, type routes } from '../../../lib/protocol/routes.ts';
import { TestDevice } from '../../fakes/device.ts';
import type { TestService } from '../../fakes/service.ts';

interface PostOptions {
  service: TestService;
  route: keyof typeof routes;
  id?: string;
  body: object;
  origin?: string;
}

/** A POST of one of the service's own pages. */
export async function post({ service, route, id, body, origin = service.origin }: PostOptions) {
  const response = await fetch(service.base + pathTo(route, id), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Invites a person; the link is null for an inline invitation. */
export async function invite(service: TestService, user: UserId, kind: 'link' | 'inline' = 'link') {
  const { link } = await service.rooms.floor.db.write((tx) =>
    service.rooms.invitations.invite(tx, { user, kind }),
  );
  return link ?? '';
}

/** The invitation page, without a screen. */
export async function openInvitation(service: TestService, link: string) {
  const invitation = new URL(link).hash.slice(1);
  const begun = await post({ service, route: 'invitationPairing', body: { invitation } });
  if (begun.status !== 200) return { refused: begun };
  const { pairing, secret, username } = v.parse(InvitationPairing, begun.body);
  const ask = (after?: number) =>
    post({
      service,
      route: 'invitationState',
      id: pairing.id,
      body: { secret, ...(after !== undefined && { after }) },
    });
  return {
    id: pairing.id,
    link: pairing.link ?? '',
    pairing,
    secret,
    username,
    ask,
    state: async (after?: number) => v.parse(PairingView, (await ask(after)).body),
    answer: (match: boolean) =>
      post({ service, route: 'invitationAnswer', id: pairing.id, body: { secret, match } }),
  };
}

/** The same, where it must open. */
export async function mustOpen(service: TestService, link: string) {
  const page = await openInvitation(service, link);
  if (page.refused) throw new Error(`the invitation answered ${String(page.refused.body.error)}`);
  return page;
}

export const newDevice = ({ origin, base, clock }: TestService) =>
  new TestDevice({ origin, base, now: clock.now });

/** Claims a link and opens the commitment, where that must work. */
export async function mustClaim(device: TestDevice, link: string, name?: string) {
  const claimed = await device.claim(link, name);
  if (claimed.refused) throw new Error(`the claim answered ${String(claimed.refused.body.error)}`);
  return claimed;
}

export const deviceView = (reply: { body: unknown }) => v.parse(DevicePairingView, reply.body);

export const devicesOf = (service: TestService, user: UserId) => service.rooms.devices.active(user);

/** What the audit log says about a person, oldest first. */
export async function eventsOf(service: TestService, user: UserId, alerts = false): Promise<string[]> {
  const { audit, floor } = service.rooms;
  const lines = await audit.list({ db: floor.db, limit: 1_000, user, alerts });
  return lines.map((line) => line.event).reverse();
}

export const invitationsOf = (service: TestService, user: UserId) =>
  service.rooms.floor.db.read
    .selectFrom('invitations')
    .selectAll()
    .where('user_id', '=', user)
    .orderBy('created_at')
    .execute() as Promise<
    { id: InvitationId; used_at: number | null; voided_at: number | null; expires_at: number }[]
  >;
