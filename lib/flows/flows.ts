import { createDevice } from '../device/device.ts';
import { createNotifications } from '../notifications/notifications.ts';
import type { Ports } from '../ports/ports.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { DenyReason } from '../protocol/push.ts';
import { createPush } from '../push/push.ts';
import { answerNotification } from './answer-notification.ts';
import { approvePush } from './approve-push.ts';
import { attend } from './attend.ts';
import type { Decided } from './decisions.ts';
import { denyPush } from './deny-push.ts';
import { dismissNotice } from './dismiss-notice.ts';
import { disownPush } from './disown-push.ts';
import { followPairing } from './follow-pairing.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { answerPairing, cancelPairing, offerPairing, startPairing } from './pair-browser.ts';
import { provePresence, type SeenPrompt } from './prove-presence.ts';
import { receivePush } from './receive-push.ts';
import { redraw } from './redraw.ts';
import { refreshAll } from './refresh-all.ts';
import { rename } from './rename.ts';
import type { Rooms } from './rooms.ts';
import { showOverview } from './show-overview.ts';
import { POLL, startUp } from './start-up.ts';
import { forgetAccount, unpair } from './unpair.ts';

/** Everything that a person can do, and everything that happens by itself. */
export function createFlows(ports: Ports) {
  const receive = oneAtATime((device: DeviceId) => receivePush(rooms, device));
  const draw = oneAtATime((_all: 'all') => redraw(rooms));
  const follow = oneAtATime((_current: 'current') => followPairing(rooms));
  const rooms: Rooms = {
    ports,
    device: createDevice(ports),
    push: createPush({ ...ports, hint: (device) => void receive(device).catch(() => undefined) }),
    notifications: createNotifications(ports),
    refresh: receive,
    redraw: () => draw('all'),
    attend: (account) => attend(rooms, account),
    followPairing: () => follow('current'),
  };

  return {
    startUp: () => startUp(rooms),
    /** An alarm rang. */
    async alarm(name: string): Promise<void> {
      if (name !== POLL) return;
      rooms.push.wake();
      await rooms.redraw();
    },
    showOverview: () => showOverview(rooms),
    refreshAll: () => refreshAll(rooms),
    approvePush: (request: Decided & { number?: string | undefined }) => approvePush(rooms, request),
    denyPush: (request: Decided & { reason: DenyReason }) => denyPush(rooms, request),
    disownPush: (request: Decided) => disownPush(rooms, request),
    answerNotification: (id: string, button: number) => answerNotification(rooms, { id, button }),
    openPopup: () => ports.toolbar.openPopup(),
    offerPairing: (link: string) => offerPairing(rooms, link),
    startPairing: () => startPairing(rooms),
    answerPairing: (match: boolean) => answerPairing(rooms, match),
    cancelPairing: () => cancelPairing(rooms),
    rename: (request: { device: DeviceId; name: string }) => rename(rooms, request),
    unpair: (device: DeviceId) => unpair(rooms, device),
    forgetAccount: (device: DeviceId) => forgetAccount(rooms, device),
    dismissNotice: (request: { device: DeviceId; id: string }) => dismissNotice(rooms, request),
    provePresence: (prompt: SeenPrompt) => provePresence(rooms, prompt),
  };
}
export type Flows = ReturnType<typeof createFlows>;
