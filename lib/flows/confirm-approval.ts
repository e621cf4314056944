import { base64url } from 'jose';
import * as v from 'valibot';
import type { CeremonyTask } from '../messages/contract.ts';
import { Refusal } from '../protocol/errors.ts';
import { DeviceId, PushId } from '../protocol/ids.ts';
import { PUSH_LIFE, type PushState, type PushView } from '../protocol/push.ts';
import { type AssertionResponse, CeremonyOptions } from '../protocol/webauthn.ts';
import { callAs } from './call-as.ts';
import { type CeremonyTab, ceremonyPage } from './ceremony-tab.ts';
import { decide, findRequest } from './decisions.ts';
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
type Confirmation = v.InferOutput<typeof Confirmation>;

const PREFIX = 'confirmation:';

export interface Approval {
  device: DeviceId;
  request: PushView;
  number: string | undefined;
}

/** Policy wants the authenticator at the click: asks for it in a tab, or shows the tab that asks already. */
export async function confirmApproval(
  rooms: Rooms,
  { device, request, number }: Approval,
): Promise<PushState> {
  const { session, tabs, clock, random } = rooms.ports;
  for (const [key, { push, tab }] of await all(rooms)) {
    if (push !== request.id) continue;
    if (tab !== null && (await tabs.show(tab))) return request.state;
    await session.remove(key);
  }
  const options = await callAs(rooms, device, (account) =>
    rooms.device.credentials.verification(account, request.id),
  );
  const id = base64url.encode(random.bytes(16));
  await write(rooms, id, {
    device,
    push: request.id,
    number: number ?? null,
    tab: null,
    options,
    at: clock.now(),
  });
  const tab = await tabs.open(ceremonyPage(id));
  // The page itself may have been faster.
  await change(rooms, id, (confirmation) => ({ ...confirmation, tab }));
  return request.state;
}

const write = ({ ports }: Rooms, id: string, confirmation: Confirmation): Promise<void> =>
  ports.session.set(PREFIX + id, confirmation);

async function read({ ports }: Rooms, id: string): Promise<Confirmation | null> {
  const confirmation = v.safeParse(Confirmation, await ports.session.get(PREFIX + id));
  return confirmation.success ? confirmation.output : null;
}

/** By their keys; those whose request has ended long since are dropped. */
async function all({ ports: { session, clock } }: Rooms): Promise<[string, Confirmation][]> {
  const kept: [string, Confirmation][] = [];
  for (const [key, value] of Object.entries(await session.all(PREFIX))) {
    const confirmation = v.safeParse(Confirmation, value);
    const isFresh = confirmation.success && clock.now() - confirmation.output.at < PUSH_LIFE;
    if (isFresh) kept.push([key, confirmation.output]);
    else await session.remove(key);
  }
  return kept;
}

const change = (
  rooms: Rooms,
  id: string,
  next: (confirmation: Confirmation) => Confirmation,
): Promise<Confirmation | null> =>
  rooms.inTurn(async () => {
    const confirmation = await read(rooms, id);
    if (confirmation) await write(rooms, id, next(confirmation));
    return confirmation;
  });

async function find(rooms: Rooms, { id, tab }: CeremonyTab): Promise<Confirmation> {
  const confirmation = await read(rooms, id);
  if (!confirmation || (confirmation.tab !== null && confirmation.tab !== tab))
    throw new Refusal('challenge_used');
  return confirmation;
}

/** Hands the options over, once. @throws `challenge_used` */
export async function takeConfirmation(rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> {
  await find(rooms, at);
  const before = await change(rooms, at.id, (taken) => ({ ...taken, tab: at.tab, options: null }));
  if (!before?.options) throw new Refusal('challenge_used');
  return task(rooms, before.device, before.options);
}

async function task(rooms: Rooms, device: DeviceId, options: CeremonyTask['options']): Promise<CeremonyTask> {
  const account = await rooms.device.accounts.find(device);
  if (!account) throw new Refusal('not_paired');
  const host = new URL(account.origin).hostname;
  return { use: 'authenticate', kind: 'platform', options, host, ownPage: false };
}

/** Another challenge for the same request. @throws what the service answers, `push_expired` among it */
export async function repeatConfirmation(rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> {
  const { device, push } = await find(rooms, at);
  const options = await callAs(rooms, device, (account) =>
    rooms.device.credentials.verification(account, push),
  );
  return task(rooms, device, options);
}

/** Approves with the authenticator's answer. @throws `push_expired`, `push_decided`, and what the service answers */
export async function finishConfirmation(
  rooms: Rooms,
  { response, ...at }: CeremonyTab & { response: AssertionResponse },
): Promise<void> {
  const { device, push, number } = await find(rooms, at);
  const request = await findRequest(rooms, { device, push });
  const state = await decide(rooms, {
    device,
    request,
    claims: { decision: 'approve', number: number ?? undefined },
    prompt: number === null ? request.present : null,
    assertion: response,
  });
  if (state !== 'approved') throw new Refusal(state === 'expired' ? 'push_expired' : 'push_decided');
  await rooms.ports.session.remove(PREFIX + at.id);
  // The prompt in this browser goes on by itself, behind this tab.
  if (request.present !== null) await rooms.ports.tabs.close(at.tab);
}

/** The tab was closed: nothing was approved, and the request can be answered again. */
export async function confirmationTabClosed(rooms: Rooms, tab: number): Promise<void> {
  for (const [key, confirmation] of await all(rooms))
    if (confirmation.tab === tab) await rooms.ports.session.remove(key);
}
