import type { BrowserInvited, OwnBrowser } from '../protocol/browsers.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import { beginChange, type Change, finish, goOn } from './change.ts';
import { rename } from './rename.ts';
import type { Rooms } from './rooms.ts';
import { makeOnce } from './shown-once.ts';
import { twice } from './twice.ts';

export interface Browser {
  /** The account, by its own browser. */
  device: DeviceId;
  /** The browser that it is about. */
  browser: DeviceId;
}

/** The person's browsers at one service, as it tells them now. */
export const listBrowsers = (rooms: Rooms, device: DeviceId): Promise<OwnBrowser[]> =>
  callAs(rooms, device, rooms.device.browsers.list);

/** Gives one of them another name. */
export async function renameBrowser(
  rooms: Rooms,
  { device, browser, name }: Browser & { name: string },
): Promise<void> {
  if (browser === device) return rename(rooms, { device, name });
  await callAs(rooms, device, (account) => rooms.device.browsers.rename(account, { id: browser, name }));
  rooms.ports.broadcast.changed();
}

/** The person wants another of their browsers gone; this one is unpaired instead, which ends its keys here as well. */
export async function removeBrowser(rooms: Rooms, { device, browser }: Browser): Promise<void> {
  if (browser === device) throw new Refusal('bad_request');
  await beginChange(rooms, { device, aim: { what: 'removeBrowser', browser } });
  goOn(rooms);
}

/** Step `proved`. @throws `last_method`, `step_up_needed` */
export async function endBrowser(rooms: Rooms, change: Change): Promise<void> {
  const { device, aim, stepUp } = change;
  if (aim.what !== 'removeBrowser' || stepUp === null) throw new Refusal('step_up_needed');
  await callAs(rooms, device, (account) =>
    twice(() => rooms.device.browsers.remove(account, { id: aim.browser, stepUp })),
  ).catch((error: unknown) => {
    // It is gone, by an earlier try or by somebody else.
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  });
  await finish(rooms, change);
}

/** The person wants a link for one more browser, or for a new one in the place of `replaces`. */
export async function addBrowser(
  rooms: Rooms,
  { device, replaces }: { device: DeviceId; replaces: DeviceId | null },
): Promise<void> {
  await beginChange(rooms, { device, aim: { what: 'addBrowser', replaces } });
  goOn(rooms);
}

/** Makes that link, in the place of one from before; see `makeOnce`. */
export const inviteBrowser = (rooms: Rooms, device: DeviceId): Promise<BrowserInvited> =>
  makeOnce(rooms, {
    device,
    what: 'addBrowser',
    make: (account, { stepUp, aim: { replaces } }) =>
      rooms.device.browsers.invite(account, { stepUp, replaces }),
  });
