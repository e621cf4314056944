import { base64url } from 'jose';
import * as v from 'valibot';
import { ChangeAim } from '../messages/changes.ts';
import { type ErrorCode, isErrorCode } from '../protocol/errors.ts';
import { CredentialId, DeviceId, TransactionId } from '../protocol/ids.ts';
import { CeremonyOptions, RegistrationResponse } from '../protocol/webauthn.ts';
import { byItself } from './by-itself.ts';
import type { Rooms } from './rooms.ts';

const ChangeStep = v.picklist([
  /** A proof that it is the person is to be had: one that is still good, or a new one. */
  'asking',
  /** The prompt for it is to be opened. */
  'opening',
  /** The person proves it there. */
  'proving',
  /** Proven; the service is to be told what to change. */
  'proved',
  /** The ceremony is to be brought to the tab. */
  'offering',
  /** The person is at it. */
  'ceremony',
  /** What is shown once, printed codes or a link, may be asked for. */
  'ready',
  /** It is being made. */
  'making',
  /** The authenticator's answer is to be handed over. */
  'registering',
  /** The person is at it on the service's own page. */
  'elsewhere',
  'done',
  'failed',
]);
export type ChangeStep = v.InferOutput<typeof ChangeStep>;

/** What a person wants to change about how they sign in, written down before each step for the next worker. */
export const Change = v.object({
  /** Tells this try from one that a newer one replaced. */
  attempt: v.string(),
  device: DeviceId,
  aim: ChangeAim,
  step: ChangeStep,
  /** The transaction that proves it; `reused`: it was asked for by an earlier change. */
  stepUp: v.nullable(TransactionId),
  reused: v.boolean(),
  /** Where its prompt opens, once. */
  url: v.nullable(v.string()),
  /** The tab in which it all happens; null while there is none. */
  tab: v.nullable(v.number()),
  /** What was registered before, by which something new is known. */
  before: v.array(CredentialId),
  ceremony: v.nullable(
    v.object({
      id: v.string(),
      /** Null once the ceremony tab has taken them. */
      options: v.nullable(CeremonyOptions),
      /** Opens the same on the service's own page. */
      ticket: v.string(),
    }),
  ),
  response: v.nullable(RegistrationResponse),
  /** Why it failed, or why the last try in the ceremony tab did. */
  error: v.nullable(v.custom<ErrorCode>(isErrorCode)),
});
export type Change = v.InferOutput<typeof Change>;

const KEY = 'change';

/** The one change under way; null when there is none. */
export async function readChange({ ports }: Rooms): Promise<Change | null> {
  const change = v.safeParse(Change, await ports.session.get(KEY));
  return change.success ? change.output : null;
}

async function write({ ports }: Rooms, change: Change): Promise<void> {
  await ports.session.set(KEY, change);
  ports.broadcast.changed();
}

/** Begins a change in the place of whatever was there. */
export const beginChange = (rooms: Rooms, { device, aim }: Pick<Change, 'device' | 'aim'>): Promise<void> =>
  rooms.inTurn(() =>
    write(rooms, {
      attempt: base64url.encode(rooms.ports.random.bytes(16)),
      device,
      aim,
      step: 'asking',
      stepUp: null,
      reused: false,
      url: null,
      tab: null,
      before: [],
      ceremony: null,
      response: null,
      error: null,
    }),
  );

/** Puts the change away, whatever became of it. */
export const dropChange = (rooms: Rooms): Promise<void> =>
  rooms.inTurn(async () => {
    await rooms.ports.session.remove(KEY);
    rooms.ports.broadcast.changed();
  });

/** Reads the change and writes what is to become of it, as one. Answers that; null where nothing is to change. */
export const alter = (
  rooms: Rooms,
  next: (change: Change) => Partial<Change> | null,
): Promise<Change | null> =>
  rooms.inTurn(async () => {
    const change = await readChange(rooms);
    const altered = change && next(change);
    if (!change || !altered) return null;
    const moved = { ...change, ...altered };
    await write(rooms, moved);
    return moved;
  });

/** Moves the change on, if it is still where the caller saw it: a newer one, or the person, may have been faster. */
export const advance = (
  rooms: Rooms,
  { attempt, step }: Pick<Change, 'attempt' | 'step'>,
  next: Partial<Change>,
): Promise<Change | null> =>
  alter(rooms, (change) => (change.attempt === attempt && change.step === step ? next : null));

/** It is done: the tab in which it was proved has nothing more to show. */
export async function finish(rooms: Rooms, change: Change): Promise<void> {
  await advance(rooms, change, { step: 'done' });
  if (change.tab !== null) await rooms.ports.tabs.close(change.tab);
}

/** The rest happens by itself; our pages read how far it is. */
export function goOn(rooms: Rooms): void {
  byItself(rooms.followChange());
}
