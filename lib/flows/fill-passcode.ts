import { Refusal } from '../protocol/errors.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { Rooms } from './rooms.ts';

/**
 * Types the account's next code into its own service's prompt in that tab, after the click that asks for it. The code
 * is made only for a page that asks, and reaches that very document or none.
 * @throws `field_gone`, `vault_locked`, `passcode_not_ready`
 */
export async function fillPasscode(
  rooms: Rooms,
  { device, tab }: { device: DeviceId; tab: number },
): Promise<void> {
  const { tabs, codeField } = rooms.ports;
  const account = await rooms.device.accounts.find(device);
  if (!account) throw new Refusal('not_paired');
  const { origin } = account;
  const url = (await tabs.get(tab))?.url ?? '';
  const page = URL.parse(url)?.origin === origin ? await codeField.find(tab, origin) : null;
  if (page === null) throw new Refusal('field_gone');
  const code = await rooms.vault.accountCode(device);
  await rooms.vault.touch();
  if (!(await codeField.fill(page, code))) throw new Refusal('field_gone');
}
