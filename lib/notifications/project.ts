import type { DeviceId, PushId } from '../protocol/ids.ts';
import type { Notice, PushView } from '../protocol/push.ts';

/** What a button does; the first two stand in each other's place. */
export type Action = 'approve' | 'review' | 'notMe';

export interface WantedNotification {
  /** One per request and never another's. */
  id: string;
  device: DeviceId;
  push: PushId;
  title: string;
  message: string;
  actions: Action[];
}

/** What one account has to show. */
export interface Inbox {
  device: DeviceId;
  /** False when the account no longer works and the person should look. */
  working: boolean;
  requests: readonly PushView[];
  /** Not yet put away. */
  notices: readonly Notice[];
  skew: number;
}

export interface Surfaces {
  badge: { text: string; title: string };
  notifications: WantedNotification[];
}

/** Inboxes in, badge and notifications out; `now` is this computer's clock. */
export function project(
  inboxes: readonly Inbox[],
  { now, canAct }: { now: number; canAct: boolean },
): Surfaces {
  const waiting = inboxes.flatMap(({ device, requests, skew }) =>
    requests.filter((request) => isWaiting(request, now + skew)).map((request) => ({ device, request })),
  );
  const isTroubled = inboxes.some(({ working, notices }) => !working || notices.length > 0);
  return {
    badge: badge(waiting.length, isTroubled),
    notifications: waiting.map(({ device, request }) => ({
      id: `${device}/${request.id}`,
      device,
      push: request.id,
      title: `${request.application} · ${request.username}`,
      message: `${request.present ? 'Started in this browser' : 'NOT started in this browser'}\n${from(request)}`,
      actions: canAct ? [isOneClick(request) ? 'approve' : 'review', 'notMe'] : [],
    })),
  };
}

const isOneClick = ({ present, answer, verify }: PushView): boolean =>
  present !== null && answer === 'click' && !verify;

const isWaiting = ({ state, expiresAt }: PushView, serviceNow: number): boolean =>
  state === 'pending' && expiresAt > serviceNow;

const from = ({ place, address }: PushView): string => (place === null ? address : `${place} (${address})`);

function badge(waiting: number, isTroubled: boolean): Surfaces['badge'] {
  if (waiting === 1) return { text: '1', title: 'Countersign: a sign-in waits' };
  if (waiting > 1) return { text: `${waiting}`, title: `Countersign: ${waiting} sign-ins wait` };
  if (isTroubled) return { text: '!', title: 'Countersign: something needs your eyes' };
  return { text: '', title: 'Countersign' };
}
