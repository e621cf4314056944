import type { Request } from '../messages/contract.ts';
import type { DeviceId } from '../protocol/ids.ts';
import { addBrowser, inviteBrowser, listBrowsers, removeBrowser, renameBrowser } from './browsers.ts';
import { setMethods, showMethods } from './methods.ts';
import type { Rooms } from './rooms.ts';

/** What a person can do about how they are asked, and about all of their browsers. */
export function methodFlows(rooms: Rooms) {
  return {
    showMethods: (device: DeviceId) => showMethods(rooms, device),
    setMethods: (request: Request<'methods.set'>) => setMethods(rooms, request),
    listBrowsers: (device: DeviceId) => listBrowsers(rooms, device),
    renameBrowser: (request: Request<'browser.rename'>) => renameBrowser(rooms, request),
    removeBrowser: (request: Request<'browser.remove'>) => removeBrowser(rooms, request),
    addBrowser: (request: Request<'browser.add'>) => addBrowser(rooms, request),
    inviteBrowser: (device: DeviceId) => inviteBrowser(rooms, device),
    showProfile: () => rooms.ports.thisBrowser.profile(),
  };
}
