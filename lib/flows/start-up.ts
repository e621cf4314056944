import { SECOND } from '../ports/clock.ts';
import { resumeDecisions } from './decisions.ts';
import { resumeChange } from './follow-change.ts';
import { lockVaultIfDue } from './lock-vault.ts';
import type { Rooms } from './rooms.ts';

/** The shortest period that Chromium allows; what arrives while the worker is stopped shows within it. */
const POLL_EVERY = 30 * SECOND;
export const POLL = 'poll';

/** Whenever a worker comes to life: listens again, fetches what waits, and goes on with what was interrupted. */
export async function startUp(rooms: Rooms): Promise<void> {
  const accounts = await rooms.device.accounts.list();
  const active = accounts.filter(({ status }) => status === 'active');
  await Promise.allSettled([
    rooms.ports.alarms.every(POLL, POLL_EVERY),
    resumeDecisions(rooms),
    rooms.followPairing(),
    resumeChange(rooms),
    rooms.redraw(),
    lockVaultIfDue(rooms).then(rooms.fetchOwnPasscodes),
    rooms.clearClipboard(),
    ...active.map((account) => rooms.attend(account)),
    ...active.map(({ device }) => rooms.refresh(device)),
  ]);
}
