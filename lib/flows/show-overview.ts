import type { Account } from '../device/device.ts';
import type { AccountView, NoticeView, Overview, RequestView } from '../messages/contract.ts';
import type { PushView } from '../protocol/push.ts';
import { readAsking } from './answer-notification.ts';
import { onlineKey } from './call-as.ts';
import { pairingProgress } from './pair-browser.ts';
import type { Rooms } from './rooms.ts';

interface Shown {
  account: AccountView;
  requests: RequestView[];
  notices: NoticeView[];
  skew: number;
}

/** Everything that our pages show, from what is at hand: nothing is fetched, so that it is there at once. */
export async function showOverview(rooms: Rooms): Promise<Overview> {
  const [accounts, trusted, pairing, asking] = await Promise.all([
    rooms.device.accounts.list(),
    rooms.trust.recent(),
    rooms.device.pairings.current(),
    readAsking(rooms),
  ]);
  const shown = await Promise.all(accounts.map((account) => show(rooms, account)));
  return {
    accounts: shown.map(({ account }) => account),
    requests: shown.flatMap(({ requests }) => requests),
    notices: shown.flatMap(({ notices }) => notices),
    trusted,
    pairing: pairing && pairingProgress(pairing),
    asking,
    skew: shown[0]?.skew ?? 0,
  };
}

async function show({ ports, push }: Rooms, account: Account): Promise<Shown> {
  const { device, origin, username, displayName, deviceName, status, dismissed } = account;
  const [copy, online] = await Promise.all([push.copies.read(device), ports.session.get(onlineKey(device))]);
  const serviceNow = ports.clock.now() + copy.skew;
  return {
    account: { device, origin, username, displayName, deviceName, status, online: online !== false },
    requests: copy.requests.map((request) => ({
      ...request,
      state: stateAt(request, serviceNow),
      device,
      origin,
    })),
    notices: copy.notices
      .filter(({ id }) => !dismissed.includes(id))
      .map((notice) => ({ ...notice, device })),
    skew: copy.skew,
  };
}

/** A copy may outlive its request when the service is out of reach. */
const stateAt = ({ state, expiresAt }: PushView, now: number): PushView['state'] =>
  state === 'pending' && expiresAt <= now ? 'expired' : state;
