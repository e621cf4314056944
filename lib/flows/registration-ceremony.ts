import type { CeremonyTask } from '../messages/changes.ts';
import { type ErrorCode, Refusal } from '../protocol/errors.ts';
import { routes } from '../protocol/routes.ts';
import type { RegistrationResponse } from '../protocol/webauthn.ts';
import { offer } from './add-credential.ts';
import { forgetStepUp } from './begin-step-up.ts';
import type { CeremonyTab } from './ceremony-tab.ts';
import { advance, alter, type Change, goOn, readChange } from './change.ts';
import type { Rooms } from './rooms.ts';

/** The change that this tab is there for. */
const isFor =
  ({ id, tab }: CeremonyTab) =>
  ({ ceremony, tab: own }: Change): boolean =>
    ceremony?.id === id && (own === null || own === tab);

/** Whether this tab is there for the change under way. */
export async function isRegistration(rooms: Rooms, at: CeremonyTab): Promise<boolean> {
  const change = await readChange(rooms);
  return change !== null && isFor(at)(change);
}

/** Hands the options over, once. @throws `challenge_used` */
export async function takeRegistration(rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> {
  const before = await readChange(rooms);
  const options = before?.ceremony?.options;
  const taken = await alter(rooms, (change) => {
    const { ceremony, step } = change;
    if (!isFor(at)(change) || !ceremony?.options || !['offering', 'ceremony'].includes(step)) return null;
    return { step: 'ceremony', tab: at.tab, ceremony: { ...ceremony, options: null } };
  });
  if (!taken || !options) throw new Refusal('challenge_used');
  return task(rooms, taken, options);
}

async function task(
  rooms: Rooms,
  { device, aim }: Change,
  options: CeremonyTask['options'],
): Promise<CeremonyTask> {
  const account = await rooms.device.accounts.find(device);
  if (!account || aim.what !== 'add') throw new Refusal('not_paired');
  return { use: 'register', kind: aim.kind, options, host: new URL(account.origin).hostname, ownPage: true };
}

/** Another challenge under the same proof, or the way to another proof. @throws `challenge_used`, `step_up_needed` */
export async function repeatRegistration(rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> {
  const { change, ceremony } = await renew(rooms, at);
  const moved = await advance(rooms, change, { ceremony: { ...ceremony, options: null }, error: null });
  if (!moved || !ceremony.options) throw new Refusal('challenge_used');
  return task(rooms, moved, ceremony.options);
}

/** The same registration goes on where the browser lets every key be used: on the service's own page. */
export async function registerOnOwnPage(rooms: Rooms, at: CeremonyTab): Promise<void> {
  const { change, ceremony } = await renew(rooms, at);
  const moved = await advance(rooms, change, { step: 'elsewhere', ceremony: { ...ceremony, options: null } });
  const account = moved && (await rooms.device.accounts.find(moved.device));
  if (!account) throw new Refusal('challenge_used');
  await rooms.ports.tabs.navigate(at.tab, `${account.origin}${routes.ceremony}#${ceremony.ticket}`);
}

async function renew(rooms: Rooms, at: CeremonyTab) {
  const change = await readChange(rooms);
  if (!change || !isFor(at)(change) || !['ceremony', 'elsewhere'].includes(change.step))
    throw new Refusal('challenge_used');
  try {
    const { ceremony } = await offer(rooms, change);
    if (!ceremony) throw new Refusal('internal');
    return { change, ceremony: { ...ceremony, id: at.id } };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'step_up_needed') await proveAgain(rooms, change);
    throw error;
  }
}

/** The proof has run out meanwhile: the prompt opens in the place of the ceremony. */
async function proveAgain(rooms: Rooms, change: Change): Promise<void> {
  await forgetStepUp(rooms, change);
  await advance(rooms, change, { step: 'asking', ceremony: null, error: null });
  goOn(rooms);
}

/** The browser came back empty-handed. */
export async function registrationFailed(
  rooms: Rooms,
  { error, ...at }: CeremonyTab & { error: ErrorCode },
): Promise<void> {
  await alter(rooms, (change) => (isFor(at)(change) && change.step === 'ceremony' ? { error } : null));
  if (error === 'ceremony_host') await registerOnOwnPage(rooms, at);
}

/** Hands the authenticator's answer over. May be repeated. @throws what the service answers */
export async function finishRegistration(
  rooms: Rooms,
  { response, ...at }: CeremonyTab & { response: RegistrationResponse },
): Promise<void> {
  await alter(rooms, (change) =>
    isFor(at)(change) && change.step === 'ceremony' ? { step: 'registering', response, error: null } : null,
  );
  await rooms.followChange();
  const change = await readChange(rooms);
  if (!change || !isFor(at)(change)) throw new Refusal('challenge_used');
  if (change.step !== 'done') throw new Refusal(change.error ?? 'internal');
}
