import type { CeremonyTask } from '../messages/changes.ts';
import type { Request } from '../messages/contract.ts';
import { type ErrorCode, Refusal } from '../protocol/errors.ts';
import type { CeremonyTab } from './ceremony-tab.ts';
import { finishConfirmation, repeatConfirmation, takeConfirmation } from './confirm-approval.ts';
import {
  finishRegistration,
  isRegistration,
  registerOnOwnPage,
  registrationFailed,
  repeatRegistration,
  takeRegistration,
} from './registration-ceremony.ts';
import type { Rooms } from './rooms.ts';

export type CeremonyAnswer = Request<'ceremony.finish'>['answer'];

/** What the ceremony tab is to do. @throws `challenge_used` where it was told already */
export const takeCeremony = async (rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> =>
  (await isRegistration(rooms, at)) ? takeRegistration(rooms, at) : takeConfirmation(rooms, at);

/** The same once more, with another challenge. */
export const repeatCeremony = async (rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> =>
  (await isRegistration(rooms, at)) ? repeatRegistration(rooms, at) : repeatConfirmation(rooms, at);

/** The authenticator answered. */
export const finishCeremony = (rooms: Rooms, at: CeremonyTab, answer: CeremonyAnswer): Promise<void> =>
  answer.use === 'register'
    ? finishRegistration(rooms, { ...at, response: answer.response })
    : finishConfirmation(rooms, { ...at, response: answer.response });

/** The browser came back without an answer. */
export async function ceremonyFailed(
  rooms: Rooms,
  { error, ...at }: CeremonyTab & { error: ErrorCode },
): Promise<void> {
  if (await isRegistration(rooms, at)) await registrationFailed(rooms, { ...at, error });
}

/** @throws `challenge_used` for what only our own page can do */
export async function continueOnOwnPage(rooms: Rooms, at: CeremonyTab): Promise<void> {
  if (!(await isRegistration(rooms, at))) throw new Refusal('challenge_used');
  await registerOnOwnPage(rooms, at);
}
