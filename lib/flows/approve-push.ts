import { Refusal } from '../protocol/errors.ts';
import type { PushState } from '../protocol/push.ts';
import { confirmApproval } from './confirm-approval.ts';
import { type Decided, decide, findRequest } from './decisions.ts';
import type { Rooms } from './rooms.ts';

/**
 * Approves: with the number from the other screen, or by one click while the prompt is open in this browser; where
 * policy asks for the number there as well, with both. Where it wants this computer's authenticator too, a tab asks
 * for that, and the request stays pending till then.
 * @throws `prompt_gone` when the prompt no longer is open; nothing was approved then.
 */
export async function approvePush(
  rooms: Rooms,
  { number, ...about }: Decided & { number?: string | undefined },
): Promise<PushState> {
  const request = await findRequest(rooms, about);
  if (number === undefined && request.answer === 'number') throw new Refusal('number_needed');
  if (request.verify) return confirmApproval(rooms, { device: about.device, request, number });
  return decide(rooms, {
    device: about.device,
    request,
    claims: { decision: 'approve', number },
    prompt: request.present,
  });
}
