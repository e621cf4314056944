import { Refusal } from '../protocol/errors.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { PrintedReply, PrintedView } from '../protocol/passcodes.ts';
import { callAs } from './call-as.ts';
import { advance, alter, beginChange, type Change, goOn } from './change.ts';
import { giveUp } from './give-up-change.ts';
import { refusalOf } from './refusal-of.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/** How many printed codes are left, as the service tells it now. */
export const showPrinted = (rooms: Rooms, device: DeviceId): Promise<PrintedView> =>
  callAs(rooms, device, rooms.device.passcodes.printed);

/** The person wants new printed codes, and proves first that it is them. */
export async function beginPrinting(rooms: Rooms, device: DeviceId): Promise<void> {
  await beginChange(rooms, { device, aim: { what: 'print' } });
  goOn(rooms);
}

/** Step `proved`: back to the page on which they will be shown. */
export async function offerPrinting(rooms: Rooms, change: Change): Promise<void> {
  if (change.tab !== null) await rooms.ports.tabs.close(change.tab);
  await advance(rooms, change, { step: 'ready', tab: null });
}

/**
 * Makes them, for the page that asks and nobody else: they are written down nowhere here, and an answer that is lost
 * takes new ones. @throws `step_up_needed`, and what the service answers
 */
export async function makePrinted(rooms: Rooms, device: DeviceId): Promise<PrintedReply> {
  const taken = await alter(rooms, (change) =>
    change.step === 'ready' && change.device === device ? { step: 'printing', error: null } : null,
  );
  const stepUp = taken?.stepUp;
  if (!taken || !stepUp) throw new Refusal('step_up_needed');
  const made = await callAs(rooms, device, (account) =>
    twice(() => rooms.device.passcodes.print(account, stepUp)),
  ).catch(refusalOf);
  if (made instanceof Refusal) {
    await giveBack(rooms, taken, made);
    throw made;
  }
  await alter(rooms, ({ attempt }) => (attempt === taken.attempt ? { step: 'done' } : null));
  return made;
}

/** They can be asked for again as long as the proof is good. */
async function giveBack(rooms: Rooms, taken: Change, refusal: Refusal): Promise<void> {
  if (refusal.code !== 'step_up_needed') {
    await advance(rooms, taken, { step: 'ready', error: refusal.code });
    return;
  }
  await giveUp(rooms, taken, refusal);
  goOn(rooms);
}

/** A worker that was stopped over them has shown them to nobody. */
export const resumePrinting = (rooms: Rooms): Promise<Change | null> =>
  alter(rooms, ({ step }) => (step === 'printing' ? { step: 'ready' } : null));
