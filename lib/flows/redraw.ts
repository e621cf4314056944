import type { Inbox } from '../notifications/notifications.ts';
import type { Rooms } from './rooms.ts';

/** Makes badge, desktop and open pages look like the copies at hand. */
export async function redraw(rooms: Rooms): Promise<void> {
  const { ports, device, push, notifications } = rooms;
  const accounts = await device.accounts.list();
  const inboxes = await Promise.all(
    accounts.map(async (account): Promise<Inbox> => {
      const { requests, notices, skew } = await push.copies.read(account.device);
      return {
        device: account.device,
        working: account.status === 'active',
        requests,
        notices: notices.filter(({ id }) => !account.dismissed.includes(id)),
        skew,
      };
    }),
  );
  ports.broadcast.changed();
  await notifications.redraw(inboxes);
}
