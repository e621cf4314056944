import type { DeviceId } from '../protocol/ids.ts';
import type { PrintedReply, PrintedView } from '../protocol/passcodes.ts';
import { callAs } from './call-as.ts';
import { beginChange, goOn } from './change.ts';
import type { Rooms } from './rooms.ts';
import { makeOnce } from './shown-once.ts';

/** How many printed codes are left, as the service tells it now. */
export const showPrinted = (rooms: Rooms, device: DeviceId): Promise<PrintedView> =>
  callAs(rooms, device, rooms.device.passcodes.printed);

/** The person wants new printed codes, and proves first that it is them. */
export async function beginPrinting(rooms: Rooms, device: DeviceId): Promise<void> {
  await beginChange(rooms, { device, aim: { what: 'print' } });
  goOn(rooms);
}

/** Makes them, in the place of those before; see `makeOnce`. */
export const makePrinted = (rooms: Rooms, device: DeviceId): Promise<PrintedReply> =>
  makeOnce(rooms, {
    device,
    what: 'print',
    make: (account, { stepUp }) => rooms.device.passcodes.print(account, stepUp),
  });
