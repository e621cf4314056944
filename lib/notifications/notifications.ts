import * as v from 'valibot';
import { SECOND } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import { DeviceId, PushId } from '../protocol/ids.ts';
import { type Action, type Inbox, project, type WantedNotification } from './project.ts';

export type { Action, Inbox } from './project.ts';

/** A click that follows the showing faster than this was meant for something else. */
const TOO_FAST = SECOND;

const PREFIX = 'shown:';
const labels: Record<Action, string> = { approve: 'Approve', review: 'Review', notMe: 'Not me' };

const Shown = v.object({
  device: DeviceId,
  push: PushId,
  /** What it said when it was handed over; another text for the same request is shown anew. */
  content: v.string(),
  actions: v.array(v.picklist(['approve', 'review', 'notMe'])),
  /** This computer's clock. */
  at: v.number(),
  /** False while it is being handed over: a worker that died then has not shown it. */
  handedOver: v.boolean(),
});

/** What a click on a notification asks for; null when it came too fast, or about nothing. */
export interface Clicked {
  device: DeviceId;
  push: PushId;
  action: Action;
}

/** Makes the toolbar and the desktop look like the inboxes. */
export function createNotifications({
  session,
  notifier,
  toolbar,
  clock,
}: Pick<Ports, 'session' | 'notifier' | 'toolbar' | 'clock'>) {
  async function redraw(inboxes: readonly Inbox[]): Promise<void> {
    const wanted = project(inboxes, { now: clock.now(), canAct: notifier.canAct });
    const [records, onDesktop] = await Promise.all([session.all(PREFIX), notifier.shown()]);
    const ids = new Set(wanted.notifications.map(({ id }) => id));
    const stale = [...onDesktop, ...Object.keys(records).map((key) => key.slice(PREFIX.length))];
    await Promise.all([
      toolbar.show(wanted.badge),
      ...wanted.notifications.map((one) => show(one, { record: records[PREFIX + one.id], onDesktop })),
      ...stale.filter((id) => !ids.has(id)).map(withdraw),
    ]);
  }

  async function show(
    wanted: WantedNotification,
    before: { record: unknown; onDesktop: string[] },
  ): Promise<void> {
    const { id, device, push, title, message, actions } = wanted;
    const content = JSON.stringify([title, message, actions]);
    const record = v.safeParse(Shown, before.record);
    const wasShown = record.success && record.output.handedOver;
    // Whoever closed it knows of the request; it is not pushed at them again.
    const wasClosed = wasShown && !before.onDesktop.includes(id);
    if (wasClosed || (wasShown && record.output.content === content)) return;
    const next = { device, push, content, actions, at: clock.now(), handedOver: false };
    await session.set(PREFIX + id, next);
    await notifier.show(id, { title, message, buttons: actions.map((action) => labels[action]) });
    await session.set(PREFIX + id, { ...next, at: clock.now(), handedOver: true });
  }

  async function withdraw(id: string): Promise<void> {
    await Promise.all([notifier.withdraw(id), session.remove(PREFIX + id)]);
  }

  return {
    redraw,

    /** What the button of this notification meant when it was shown. */
    async clicked(id: string, button: number): Promise<Clicked | null> {
      const record = v.safeParse(Shown, await session.get(PREFIX + id));
      if (!record.success) return null;
      const { device, push, actions, at } = record.output;
      const action = actions[button];
      return action === undefined || clock.now() - at < TOO_FAST ? null : { device, push, action };
    },
  };
}
export type Notifications = ReturnType<typeof createNotifications>;
