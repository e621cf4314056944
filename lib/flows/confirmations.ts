import * as v from 'valibot';
import { Refusal } from '../protocol/errors.ts';
import { DeviceId, PushId } from '../protocol/ids.ts';
import { PUSH_LIFE } from '../protocol/push.ts';
import { CeremonyOptions } from '../protocol/webauthn.ts';
import type { CeremonyTab } from './ceremony-tab.ts';
import type { Rooms } from './rooms.ts';

/** An approval that waits for this computer's authenticator, in the ceremony tab. */
const Confirmation = v.object({
  device: DeviceId,
  push: PushId,
  /** The number that was typed; null where the prompt is open in this browser. */
  number: v.nullable(v.string()),
  /** Null until its tab is known. */
  tab: v.nullable(v.number()),
  /** Null once the tab has taken them. */
  options: v.nullable(CeremonyOptions),
  at: v.number(),
});
export type Confirmation = v.InferOutput<typeof Confirmation>;

const PREFIX = 'confirmation:';

export const keepConfirmation = ({ ports }: Rooms, id: string, confirmation: Confirmation): Promise<void> =>
  ports.session.set(PREFIX + id, confirmation);

export const dropConfirmation = ({ ports }: Rooms, id: string): Promise<void> =>
  ports.session.remove(PREFIX + id);

async function read({ ports }: Rooms, id: string): Promise<Confirmation | null> {
  const confirmation = v.safeParse(Confirmation, await ports.session.get(PREFIX + id));
  return confirmation.success ? confirmation.output : null;
}

/** By their ids; those whose request has ended long since are dropped. */
export async function allConfirmations(rooms: Rooms): Promise<[string, Confirmation][]> {
  const { session, clock } = rooms.ports;
  const kept: [string, Confirmation][] = [];
  for (const [key, value] of Object.entries(await session.all(PREFIX))) {
    const confirmation = v.safeParse(Confirmation, value);
    const isFresh = confirmation.success && clock.now() - confirmation.output.at < PUSH_LIFE;
    if (isFresh) kept.push([key.slice(PREFIX.length), confirmation.output]);
    else await session.remove(key);
  }
  return kept;
}

/** Gives what it was before; null where there is none. */
export const changeConfirmation = (
  rooms: Rooms,
  id: string,
  change: Partial<Confirmation>,
): Promise<Confirmation | null> =>
  rooms.inTurn(async () => {
    const before = await read(rooms, id);
    if (before) await keepConfirmation(rooms, id, { ...before, ...change });
    return before;
  });

/** The one that this tab is there for. @throws `challenge_used` */
export async function confirmationOf(rooms: Rooms, { id, tab }: CeremonyTab): Promise<Confirmation> {
  const confirmation = await read(rooms, id);
  if (!confirmation || (confirmation.tab !== null && confirmation.tab !== tab))
    throw new Refusal('challenge_used');
  return confirmation;
}
