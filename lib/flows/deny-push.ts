import type { DenyReason, PushState } from '../protocol/push.ts';
import { type Decided, decide, findRequest } from './decisions.ts';
import type { Rooms } from './rooms.ts';

/** Denies; `fraud` says "I did not start this" and raises an alert, `mistake` says "I changed my mind". */
export async function denyPush(
  rooms: Rooms,
  { reason, ...about }: Decided & { reason: DenyReason },
): Promise<PushState> {
  const request = await findRequest(rooms, about);
  return decide(rooms, { device: about.device, request, claims: { decision: 'deny', reason }, prompt: null });
}
