import type { Account } from '../device/device.ts';
import { otpSecret } from '../otp/otp.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId, TokenId } from '../protocol/ids.ts';
import { callAs } from './call-as.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/**
 * While the vault is open, fetches the secret of every account's own codes that is not kept yet, and tells the service
 * that it is kept. Each step may be repeated by the next worker; an account that fails waits for the next time.
 */
export async function fetchOwnPasscodes(rooms: Rooms): Promise<void> {
  // Each worker that starts comes here, and most find it locked.
  if (!(await rooms.vault.mayBeOpen())) return;
  const { state, accounts: kept } = await rooms.vault.view();
  if (state !== 'open') return;
  const accounts = await rooms.device.accounts.list();
  await dropOrphans(rooms, kept, accounts);
  for (const { device, status, passcodes } of accounts) {
    const isKept = kept.includes(device);
    if (status !== 'active' || (isKept && passcodes?.confirmed)) continue;
    await fetchFor(rooms, { device, isKept }).catch(quietly);
  }
}

/** A worker may have been stopped between an account and its codes. */
async function dropOrphans({ vault }: Rooms, kept: readonly DeviceId[], accounts: Account[]): Promise<void> {
  const orphans = kept.filter((device) => !accounts.some((account) => account.device === device));
  for (const device of orphans) await vault.dropAccount(device);
}

/** Out of reach, or switched off there: neither is worth a word before anybody wants a code. */
function quietly(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

const fetchFor = (rooms: Rooms, { device, isKept }: { device: DeviceId; isKept: boolean }): Promise<void> =>
  callAs(rooms, device, async (account) => {
    if (isKept && (await confirmsBefore(rooms, account))) return;
    const { token, secret, counter } = await rooms.device.passcodes.receive(account);
    // Before the vault has it: a secret whose token nobody knows could not be confirmed by the next worker.
    await rooms.device.accounts.change(device, (known) => ({
      ...known,
      passcodes: { token, confirmed: false },
    }));
    await rooms.vault.keepAccountSecret({
      device,
      issuer: new URL(account.origin).hostname,
      account: account.username,
      secret: otpSecret(secret),
      counter,
    });
    if (await rooms.device.accounts.find(device)) await confirm(rooms, account, token);
    else await rooms.vault.dropAccount(device);
  });

/** Goes on where an earlier worker, or the network, left off. False where the service wants to begin again. */
async function confirmsBefore(rooms: Rooms, account: Account): Promise<boolean> {
  if (!account.passcodes) return false;
  try {
    await confirm(rooms, account, account.passcodes.token);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'unreachable') return false;
    throw error;
  }
}

async function confirm(rooms: Rooms, account: Account, token: TokenId): Promise<void> {
  const { device } = account;
  const passcode = await firstCode(rooms, device, token);
  await twice(() => rooms.device.passcodes.confirm(account, { token, passcode })).catch(async (error) => {
    if (isWrong(error)) await rooms.ports.session.remove(keyOf(token));
    throw error;
  });
  await rooms.ports.session.remove(keyOf(token));
  await rooms.device.accounts.change(device, (known) =>
    known.passcodes?.token === token ? { ...known, passcodes: { token, confirmed: true } } : null,
  );
  rooms.ports.broadcast.changed();
}

/** Session entry: the code that confirms this token. */
const keyOf = (token: TokenId): string => `first-code:${token}`;

/** The same one however often it takes: each further one would bring the counter farther from the service's. */
async function firstCode({ ports, vault }: Rooms, device: DeviceId, token: TokenId): Promise<string> {
  const kept = await ports.session.get(keyOf(token));
  if (typeof kept === 'string') return kept;
  const code = await vault.accountCode(device);
  await ports.session.set(keyOf(token), code);
  return code;
}

const isWrong = (error: unknown): boolean =>
  error instanceof Refusal && (error.code === 'passcode_wrong' || error.code === 'not_found');
