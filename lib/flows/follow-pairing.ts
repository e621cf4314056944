import type { Account, PairingStep, PendingPairing } from '../device/device.ts';
import { MINUTE, SECOND } from '../ports/clock.ts';
import { type ErrorCode, Refusal } from '../protocol/errors.ts';
import { byItself } from './by-itself.ts';
import { activationCode } from './pair-browser.ts';
import { proveOpenPrompts } from './prove-open-prompts.ts';
import { refusalOf } from './refusal-of.ts';
import type { Rooms } from './rooms.ts';
import { forgetAccount } from './unpair.ts';

/** How often the service is asked how far the other side is, and how long at most. */
const LOOK_EVERY = SECOND;
const PATIENCE = 15 * MINUTE;

/** What takes a pairing further; steps that are not here wait for the person, or are over. */
const moves: Partial<Record<PairingStep, (rooms: Rooms, pairing: PendingPairing) => Promise<void>>> = {
  claiming: claim,
  opening: open,
  compare: look,
  matching: confirm,
  mismatching: stop,
  waiting: look,
};

/** Takes the pairing under way from step to step until it is over. Each step may be repeated after a worker's death. */
export async function followPairing(rooms: Rooms): Promise<void> {
  const { device, ports } = rooms;
  for (;;) {
    const pairing = await device.pairings.current();
    const move = pairing && moves[pairing.step];
    if (!move) return;
    const refusal = await move(rooms, pairing).then(() => null, refusalOf);
    if (refusal && isFinal(refusal, pairing, ports.clock.now())) await fail(rooms, pairing, refusal.code);
    const after = await device.pairings.current();
    if (after?.attempt === pairing.attempt && after.step === pairing.step) await pause(rooms);
    else ports.broadcast.changed();
  }
}

/** Out of reach is no answer, except to the claim: there the person still looks at the link they gave. */
const isFinal = ({ code }: Refusal, { step, startedAt }: PendingPairing, now: number): boolean =>
  code !== 'unreachable' || step === 'claiming' || now - startedAt > PATIENCE;

/** Browsers end a background that calls none of their API; the person compares digits and must not wait for the next alarm. */
async function pause({ ports }: Rooms): Promise<void> {
  await ports.session.set('pairing:looked', ports.clock.now());
  await new Promise<void>((resume) => {
    ports.timers.after(LOOK_EVERY, resume);
  });
}

const from = ({ attempt, step }: PendingPairing) => ({ attempt, step });

const fail = ({ device }: Rooms, pairing: PendingPairing, error: ErrorCode) =>
  device.pairings.advance(from(pairing), { step: 'failed', error });

async function claim(rooms: Rooms, pairing: PendingPairing): Promise<void> {
  const code = await activationCode(rooms, pairing);
  if (code === null) throw new Refusal('pairing_state');
  const claimed = await rooms.device.pairing.claim(pairing, code);
  await rooms.device.pairings.advance(from(pairing), { step: 'opening', claimed });
}

async function open(rooms: Rooms, pairing: PendingPairing): Promise<void> {
  await rooms.device.pairing.open(pairing);
  await rooms.device.pairings.advance(from(pairing), { step: 'compare' });
}

async function confirm(rooms: Rooms, pairing: PendingPairing): Promise<void> {
  await rooms.device.pairing.answer(pairing, true);
  await rooms.device.pairings.advance(from(pairing), { step: 'waiting' });
}

async function stop(rooms: Rooms, pairing: PendingPairing): Promise<void> {
  await rooms.device.pairing.answer(pairing, false);
  await fail(rooms, pairing, 'pairing_refused');
}

/** Whether the page has confirmed, or ended it. */
async function look(rooms: Rooms, pairing: PendingPairing): Promise<void> {
  const { state, device } = await rooms.device.pairing.view(pairing);
  if (state === 'refused') throw new Refusal('pairing_refused');
  if (state === 'expired') throw new Refusal('activation_expired');
  // Whatever the service says, it is not done before the person has compared here.
  if (state !== 'done' || pairing.step !== 'waiting' || device === null || !pairing.claimed) return;
  // Accounts are kept by the ids that services give: none may take another's place.
  if (await rooms.device.accounts.find(device)) throw new Refusal('service_untrusted');
  const { username, serviceKeys } = pairing.claimed;
  const account: Account = {
    device,
    origin: pairing.origin,
    username,
    // Until the first inbox tells better.
    displayName: username,
    deviceName: pairing.name,
    status: 'active',
    keys: pairing.keys,
    serviceKeys,
    dismissed: [],
  };
  if (!(await rooms.device.pairings.finish(from(pairing), account))) return;
  await forgetDead(rooms, account);
  await rooms.attend(account);
  byItself(proveOpenPrompts(rooms, account));
  await rooms.refresh(device).catch(() => undefined);
  byItself(rooms.fetchOwnPasscodes());
}

/** What was suspended or removed before is replaced by this pairing. */
async function forgetDead(rooms: Rooms, { origin, username }: Account): Promise<void> {
  const accounts = await rooms.device.accounts.list();
  const dead = accounts.filter(
    (old) => old.status !== 'active' && old.origin === origin && old.username === username,
  );
  for (const { device } of dead) await forgetAccount(rooms, device);
}
