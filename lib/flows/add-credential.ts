import { base64url } from 'jose';
import { type ErrorCode, Refusal } from '../protocol/errors.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { AuthenticatorKind, CredentialView } from '../protocol/webauthn.ts';
import { callAs } from './call-as.ts';
import { ceremonyPage } from './ceremony-tab.ts';
import { advance, beginChange, type Change, goOn } from './change.ts';
import { refusalOf } from './refusal-of.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/** The person wants to register an authenticator. What follows happens by itself; our pages read how far it is. */
export async function addCredential(
  rooms: Rooms,
  { device, kind }: { device: DeviceId; kind: AuthenticatorKind },
): Promise<void> {
  await beginChange(rooms, { device, aim: { what: 'add', kind } });
  goOn(rooms);
}

/** Step `proved`: a challenge from the service, for the ceremony tab. */
export async function beginRegistration(rooms: Rooms, change: Change): Promise<void> {
  await advance(rooms, change, { step: 'offering', ...(await offer(rooms, change)), error: null });
}

/** A new challenge under the same proof. */
export async function offer(
  rooms: Rooms,
  { device, aim, stepUp }: Change,
): Promise<Pick<Change, 'before' | 'ceremony'>> {
  if (aim.what !== 'add' || stepUp === null) throw new Refusal('step_up_needed');
  const { credentials } = rooms.device;
  return callAs(rooms, device, async (account) => {
    const before = await credentials.list(account);
    const { options, ticket } = await credentials.beginRegistration(account, { stepUp, kind: aim.kind });
    const id = base64url.encode(rooms.ports.random.bytes(16));
    return { before: before.map((known) => known.id), ceremony: { id, options, ticket } };
  });
}

/** Step `offering`: in the tab in which the person proved it, or in a new one. */
export async function openCeremony(rooms: Rooms, change: Change): Promise<void> {
  const { tabs } = rooms.ports;
  const address = ceremonyPage(change.ceremony?.id ?? '');
  if (change.tab === null) {
    const tab = await tabs.open(address);
    // The page itself may have been faster.
    await advance(rooms, change, { step: 'ceremony', tab });
    return;
  }
  if (!(await tabs.navigate(change.tab, address))) throw new Refusal('ceremony_closed');
  await advance(rooms, change, { step: 'ceremony' });
}

/** A repeated answer is refused by these codes, although the first one was taken. */
const perhapsDone: readonly ErrorCode[] = ['challenge_used', 'authenticator_registered'];

/** Step `registering`. A refusal goes back to the ceremony tab, which offers another try. */
export async function endRegistration(rooms: Rooms, change: Change): Promise<void> {
  const { response } = change;
  if (response === null) throw new Refusal('internal');
  const refusal = await callAs(rooms, change.device, (account) =>
    twice(() => rooms.device.credentials.endRegistration(account, response)),
  ).then(() => null, refusalOf);
  const isDone =
    refusal === null || (perhapsDone.includes(refusal.code) && (await hasArrived(rooms, change)));
  if (isDone) await advance(rooms, change, { step: 'done', response: null, error: null });
  else await advance(rooms, change, { step: 'ceremony', response: null, error: refusal.code });
}

/** `hasNew`, asked of the service now. */
async function hasArrived(rooms: Rooms, change: Change): Promise<boolean> {
  const { list } = rooms.device.credentials;
  return hasNew(change, await callAs(rooms, change.device, list));
}

/** Whether something is registered that was not there when the change began. */
export const hasNew = ({ before }: Change, credentials: readonly CredentialView[]): boolean =>
  credentials.some(({ id }) => !before.includes(id));
