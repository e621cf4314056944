import type { Account } from '../device/device.ts';
import type { MethodsShown } from '../messages/methods.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId, TransactionId } from '../protocol/ids.ts';
import type { MethodSettings, MethodsView } from '../protocol/methods.ts';
import { callAs } from './call-as.ts';
import { beginChange, type Change, finish, goOn } from './change.ts';
import { refusalOf } from './refusal-of.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/** The person's methods as the service tells them now or, where it is out of reach, told them last. */
export async function showMethods(rooms: Rooms, device: DeviceId): Promise<MethodsShown> {
  const told = await callAs(rooms, device, (account) => readMethods(rooms, account)).catch(refusalOf);
  if (!(told instanceof Refusal)) return { view: told, knownSince: null };
  const known = told.code === 'unreachable' ? await rooms.device.knownMethods.find(device) : null;
  if (known === null) throw told;
  return { view: known.view, knownSince: known.at };
}

async function readMethods(rooms: Rooms, account: Account): Promise<MethodsView> {
  const view = await rooms.device.methods.read(account);
  await keep(rooms, account, view);
  return view;
}

/** For when the service is out of reach. A full disk leaves nothing to show then, and spoils nothing else. */
const keep = ({ ports, device }: Rooms, account: Account, view: MethodsView): Promise<void> =>
  device.knownMethods.keep(account.device, { view, at: ports.clock.now() }).catch(() => undefined);

interface Wish {
  /** The version that the person saw. */
  version: number;
  settings: MethodSettings;
}

/**
 * Changes how the person wants to be asked. `proving`: it weakens security, so they are asked first who they are; the
 * rest happens by itself then. @throws `version_conflict`, `settings_offline`
 */
export async function setMethods(
  rooms: Rooms,
  { device, version, settings }: Wish & { device: DeviceId },
): Promise<{ proving: boolean }> {
  const refusal = await callAs(rooms, device, (account) =>
    write(rooms, account, { version, settings, stepUp: null }),
  ).then(() => null, refusalOf);
  if (refusal === null) {
    rooms.ports.broadcast.changed();
    return { proving: false };
  }
  if (refusal.code === 'unreachable') throw new Refusal('settings_offline', { cause: refusal });
  if (refusal.code !== 'step_up_needed') throw refusal;
  await beginChange(rooms, { device, aim: { what: 'methods', version, settings } });
  goOn(rooms);
  return { proving: true };
}

/** Step `proved`. @throws `version_conflict`, `step_up_needed` */
export async function weakenMethods(rooms: Rooms, change: Change): Promise<void> {
  const { device, aim, stepUp } = change;
  if (aim.what !== 'methods' || stepUp === null) throw new Refusal('step_up_needed');
  const { version, settings } = aim;
  await callAs(rooms, device, (account) => write(rooms, account, { version, settings, stepUp }));
  await finish(rooms, change);
}

/** An answer may be lost, and the same change is a conflict then: it is done if what is wanted is what there is. */
async function write(
  rooms: Rooms,
  account: Account,
  wish: Wish & { stepUp: TransactionId | null },
): Promise<void> {
  const written = await twice(() => rooms.device.methods.write(account, wish)).catch(refusalOf);
  if (!(written instanceof Refusal)) return keep(rooms, account, written);
  if (written.code !== 'version_conflict') throw written;
  const { settings } = await readMethods(rooms, account);
  if (!isSame(settings, wish.settings)) throw written;
}

const isSame = (one: MethodSettings, other: MethodSettings): boolean => canonical(one) === canonical(other);

/** Both were read by one schema, which puts their members in its own order; the applications come in any. */
const canonical = ({ applications, ...account }: MethodSettings): string =>
  JSON.stringify([
    account,
    applications.toSorted((one, other) => (one.application < other.application ? -1 : 1)),
  ]);
