import { base64url } from 'jose';
import * as v from 'valibot';
import {
  makeDeviceKeys,
  type PairingStep,
  type PendingPairing,
  readActivationLink,
} from '../device/device.ts';
import type { PairingProgress } from '../messages/contract.ts';
import { hostPattern } from '../ports/host-pattern.ts';
import { Refusal } from '../protocol/errors.ts';
import { byItself } from './by-itself.ts';
import type { Rooms } from './rooms.ts';

/** The activation code is kept in memory only, apart from the pairing it belongs to. */
const CODE = 'activation';
const Activation = v.object({ attempt: v.string(), code: v.string() });

/** The code of this try; null when the browser was closed since. */
export async function activationCode({ ports }: Rooms, { attempt }: PendingPairing): Promise<string | null> {
  const kept = v.safeParse(Activation, await ports.session.get(CODE));
  return kept.success && kept.output.attempt === attempt ? kept.output.code : null;
}

/** Remembers what the person wants before the browser's permission dialog closes the popup. @throws `link_invalid` */
export async function offerPairing(rooms: Rooms, link: string): Promise<{ origin: string }> {
  const { ports, device } = rooms;
  const { origin, code } = readActivationLink(link);
  const attempt = base64url.encode(ports.random.bytes(16));
  await ports.session.set(CODE, { attempt, code });
  await device.pairings.begin({
    attempt,
    origin,
    step: 'permission',
    startedAt: ports.clock.now(),
    name: await ports.thisBrowser.name(),
    keys: await makeDeviceKeys(),
    nonce: base64url.encode(ports.random.bytes(32)),
    claimed: null,
    error: null,
  });
  ports.broadcast.changed();
  return { origin };
}

/**
 * Goes on once the origin is allowed. Both the page and the permission's own event may ask: the one that moves the
 * pairing from `permission` goes on, the other finds it moved. @throws `permission_missing`
 */
export async function startPairing(rooms: Rooms): Promise<void> {
  const { ports, device } = rooms;
  const pairing = await device.pairings.current();
  if (pairing?.step !== 'permission') return;
  if (!(await ports.permissions.has(hostPattern(pairing.origin)))) throw new Refusal('permission_missing');
  const { attempt } = pairing;
  const won = await device.pairings.advance({ attempt, step: 'permission' }, { step: 'claiming' });
  if (won) await goOn(rooms);
}

/** What the person saw. @throws `pairing_state` when there is nothing to compare. */
export async function answerPairing(rooms: Rooms, match: boolean): Promise<void> {
  const pairing = await rooms.device.pairings.current();
  if (!pairing) throw new Refusal('pairing_state');
  const from = { attempt: pairing.attempt, step: 'compare' as const };
  const step = match ? ('matching' as const) : ('mismatching' as const);
  if (!(await rooms.device.pairings.advance(from, { step }))) throw new Refusal('pairing_state');
  await goOn(rooms);
}

/** Puts the pairing away, whatever became of it. The service lets it expire. */
export async function cancelPairing({ ports, device }: Rooms): Promise<void> {
  await device.pairings.forget();
  await ports.session.remove(CODE);
  ports.broadcast.changed();
}

/** The rest happens by itself; the pages read how far it is. */
async function goOn({ ports, followPairing }: Rooms): Promise<void> {
  ports.broadcast.changed();
  byItself(followPairing());
}

const progress: Record<PairingStep, PairingProgress['step']> = {
  permission: 'permission',
  claiming: 'claiming',
  opening: 'claiming',
  compare: 'compare',
  matching: 'waiting',
  mismatching: 'waiting',
  waiting: 'waiting',
  done: 'done',
  failed: 'failed',
};

/** A pairing as our pages show it. The digits count only once the commitment was opened. */
export const pairingProgress = ({ origin, step, claimed, error }: PendingPairing): PairingProgress => ({
  origin,
  step: progress[step],
  username: claimed?.username ?? null,
  digits: step === 'claiming' || step === 'opening' ? null : (claimed?.digits ?? null),
  error,
});
