import type { Account } from '../device/device.ts';
import { hostPattern } from '../ports/host-pattern.ts';
import type { Rooms } from './rooms.ts';

const scriptId = (origin: string): string => `detect-${new URL(origin).hostname}`;

/** Listens for an account and recognises its prompts, also those that were open before. Harmless when repeated. */
export async function attend({ ports, device, push }: Rooms, account: Account): Promise<void> {
  if (account.status !== 'active') return;
  push.watch({
    device: account.device,
    origin: account.origin,
    prove: (nonce) => device.streamProof(account, nonce),
  });
  const prompts = hostPattern(account.origin).replace('/*', '/prompt/*');
  await ports.scripts.register(scriptId(account.origin), prompts);
  const open = await ports.tabs.matching(prompts);
  await Promise.all(open.filter(({ incognito }) => !incognito).map(({ id }) => ports.scripts.inject(id)));
}

export const forgetPrompts = ({ ports }: Rooms, origin: string): Promise<void> =>
  ports.scripts.unregister(scriptId(origin));
