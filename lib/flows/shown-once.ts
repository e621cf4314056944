import type { Account } from '../device/device.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId, TransactionId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import { advance, alter, type Change, goOn } from './change.ts';
import { giveUp } from './give-up-change.ts';
import { refusalOf } from './refusal-of.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/** Step `proved`: back to the page on which it will be shown. */
export async function offerOnce(rooms: Rooms, change: Change): Promise<void> {
  if (change.tab !== null) await rooms.ports.tabs.close(change.tab);
  await advance(rooms, change, { step: 'ready', tab: null });
}

interface Making<What extends Change['aim']['what'], Made> {
  device: DeviceId;
  what: What;
  /** Must void what an earlier call made: one whose answer was lost is made again. */
  make(
    account: Account,
    proven: { stepUp: TransactionId; aim: Extract<Change['aim'], { what: What }> },
  ): Promise<Made>;
}

/**
 * Makes what is shown once, for the page that asks and nobody else: it is written down nowhere here, and an answer that
 * is lost takes a new one. @throws `step_up_needed`, and what the service answers
 */
export async function makeOnce<What extends Change['aim']['what'], Made>(
  rooms: Rooms,
  { device, what, make }: Making<What, Made>,
): Promise<Made> {
  const taken = await alter(rooms, (change) =>
    change.step === 'ready' && change.device === device && change.aim.what === what
      ? { step: 'making', error: null }
      : null,
  );
  const stepUp = taken?.stepUp;
  if (!taken || !stepUp) throw new Refusal('step_up_needed');
  // Which aim it is was looked at a moment ago, where the types cannot see it.
  const aim = taken.aim as Extract<Change['aim'], { what: What }>;
  const made = await callAs(rooms, device, (account) => twice(() => make(account, { stepUp, aim }))).catch(
    refusalOf,
  );
  if (made instanceof Refusal) {
    await giveBack(rooms, taken, made);
    throw made;
  }
  await alter(rooms, ({ attempt }) => (attempt === taken.attempt ? { step: 'done' } : null));
  return made;
}

/** It can be asked for again as long as the proof is good. */
async function giveBack(rooms: Rooms, taken: Change, refusal: Refusal): Promise<void> {
  if (refusal.code !== 'step_up_needed') {
    await advance(rooms, taken, { step: 'ready', error: refusal.code });
    return;
  }
  await giveUp(rooms, taken, refusal);
  goOn(rooms);
}

/** A worker that was stopped over it has shown it to nobody. */
export const resumeMaking = (rooms: Rooms): Promise<Change | null> =>
  alter(rooms, ({ step }) => (step === 'making' ? { step: 'ready' } : null));
