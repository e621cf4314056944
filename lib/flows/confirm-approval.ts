import { base64url } from 'jose';
import type { CeremonyTask } from '../messages/changes.ts';
import { Refusal } from '../protocol/errors.ts';
import type { DeviceId, PushId } from '../protocol/ids.ts';
import type { PushState, PushView } from '../protocol/push.ts';
import type { AssertionResponse, CeremonyOptions } from '../protocol/webauthn.ts';
import { callAs } from './call-as.ts';
import { type CeremonyTab, ceremonyPage } from './ceremony-tab.ts';
import {
  allConfirmations,
  changeConfirmation,
  confirmationOf,
  dropConfirmation,
  keepConfirmation,
} from './confirmations.ts';
import { decide, findRequest } from './decisions.ts';
import type { Rooms } from './rooms.ts';

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
  if (await showOpen(rooms, request.id)) return request.state;
  const { tabs, clock, random } = rooms.ports;
  const options = await ask(rooms, device, request.id);
  const id = base64url.encode(random.bytes(16));
  const confirmation = { device, push: request.id, number: number ?? null, options, at: clock.now() };
  await keepConfirmation(rooms, id, { ...confirmation, tab: null });
  const tab = await tabs.open(ceremonyPage(id));
  // The page itself may have been faster.
  await changeConfirmation(rooms, id, { tab });
  return request.state;
}

/** Whether there is a tab that asks for this request; what is left of a closed one is dropped. */
async function showOpen(rooms: Rooms, request: PushId): Promise<boolean> {
  for (const [id, { push, tab }] of await allConfirmations(rooms)) {
    if (push !== request) continue;
    if (tab !== null && (await rooms.ports.tabs.show(tab))) return true;
    await dropConfirmation(rooms, id);
  }
  return false;
}

const ask = (rooms: Rooms, device: DeviceId, push: PushId): Promise<CeremonyOptions> =>
  callAs(rooms, device, (account) => rooms.device.credentials.verification(account, push));

/** Hands the options over, once. @throws `challenge_used` */
export async function takeConfirmation(rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> {
  await confirmationOf(rooms, at);
  const before = await changeConfirmation(rooms, at.id, { tab: at.tab, options: null });
  if (!before?.options) throw new Refusal('challenge_used');
  return task(rooms, before.device, before.options);
}

async function task(rooms: Rooms, device: DeviceId, options: CeremonyOptions): Promise<CeremonyTask> {
  const account = await rooms.device.accounts.find(device);
  if (!account) throw new Refusal('not_paired');
  const host = new URL(account.origin).hostname;
  return { use: 'authenticate', kind: 'platform', options, host, ownPage: false };
}

/** Another challenge for the same request. @throws what the service answers, `push_expired` among it */
export async function repeatConfirmation(rooms: Rooms, at: CeremonyTab): Promise<CeremonyTask> {
  const { device, push } = await confirmationOf(rooms, at);
  return task(rooms, device, await ask(rooms, device, push));
}

/** Approves with the authenticator's answer. @throws `push_expired`, `push_decided`, and what the service answers */
export async function finishConfirmation(
  rooms: Rooms,
  { response, ...at }: CeremonyTab & { response: AssertionResponse },
): Promise<void> {
  const { device, push, number } = await confirmationOf(rooms, at);
  const request = await findRequest(rooms, { device, push });
  const state = await decide(rooms, {
    device,
    request,
    claims: { decision: 'approve', number: number ?? undefined },
    prompt: request.present,
    assertion: response,
  });
  if (state !== 'approved') throw new Refusal(state === 'expired' ? 'push_expired' : 'push_decided');
  await dropConfirmation(rooms, at.id);
  // The prompt in this browser goes on by itself, behind this tab.
  if (request.present !== null) await rooms.ports.tabs.close(at.tab);
}

/** The tab was closed: nothing was approved, and the request can be answered again. */
export async function confirmationTabClosed(rooms: Rooms, tab: number): Promise<void> {
  for (const [id, confirmation] of await allConfirmations(rooms))
    if (confirmation.tab === tab) await dropConfirmation(rooms, id);
}
