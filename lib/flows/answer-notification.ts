import * as v from 'valibot';
import { SECOND } from '../ports/clock.ts';
import { DeviceId, PushId } from '../protocol/ids.ts';
import { approvePush } from './approve-push.ts';
import type { Decided } from './decisions.ts';
import { denyPush } from './deny-push.ts';
import type { Rooms } from './rooms.ts';

const ASKING = 'asking';
/** For so long the popup opens on the question that the notification's "Not me" asked. */
const ASKING_LIFE = 15 * SECOND;

const Asking = v.object({ device: DeviceId, push: PushId, until: v.number() });

/** The request whose "Not me" was pressed just now. */
export async function readAsking({ ports }: Rooms): Promise<Decided | null> {
  const asking = v.safeParse(Asking, await ports.session.get(ASKING));
  if (!asking.success || asking.output.until < ports.clock.now()) return null;
  const { device, push } = asking.output;
  return { device, push };
}

/** A button of a notification. What cannot be settled by it goes on in the popup. */
export async function answerNotification(
  rooms: Rooms,
  { id, button }: { id: string; button: number },
): Promise<void> {
  const { toolbar } = rooms.ports;
  const clicked = await rooms.notifications.clicked(id, button);
  if (clicked?.action === 'notMe') return askWhy(rooms, clicked);
  if (clicked?.action === 'approve') {
    const approved = await approvePush(rooms, clicked).catch(() => null);
    // Pending: a tab asks for more.
    if (approved === 'approved' || approved === 'pending') return;
  }
  await toolbar.openPopup();
}

/** "Not me" may be a slip, so it raises no alarm by itself: the popup asks why. */
async function askWhy(rooms: Rooms, { device, push }: Decided): Promise<void> {
  const { session, clock, toolbar } = rooms.ports;
  await session.set(ASKING, { device, push, until: clock.now() + ASKING_LIFE });
  if (await toolbar.openPopup()) return;
  await session.remove(ASKING);
  await denyPush(rooms, { device, push, reason: 'mistake' }).catch(() => undefined);
}
