import * as v from 'valibot';
import type { Account } from '../device/device.ts';
import { hostPattern } from '../ports/host-pattern.ts';
import { STILL_OPEN } from '../prompts/prompts.ts';
import { TransactionId } from '../protocol/ids.ts';
import { provePresence } from './prove-presence.ts';
import type { Rooms } from './rooms.ts';

const Shown = v.object({ transaction: TransactionId, challenge: v.string() });

/**
 * For an account that was paired just now beside another of its origin: a page that has reported its prompt to that
 * one does not report it again, and would go on asking for a number. Harmless where the prompt is somebody else's.
 */
export async function proveOpenPrompts(rooms: Rooms, { origin, device }: Account): Promise<void> {
  const { tabs } = rooms.ports;
  const accounts = await rooms.device.accounts.list();
  if (!accounts.some((other) => other.origin === origin && other.device !== device)) return;
  const open = await tabs.matching(hostPattern(origin).replace('/*', '/prompt/*'));
  const own = open.filter(({ incognito, url }) => !incognito && url && URL.parse(url)?.origin === origin);
  await Promise.allSettled(
    own.map(async ({ id: tab }) => {
      const shown = v.parse(Shown, await tabs.ask(tab, { name: STILL_OPEN }));
      await provePresence(rooms, { ...shown, tab, origin });
    }),
  );
}
