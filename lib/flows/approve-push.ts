import { Refusal } from '../protocol/errors.ts';
import type { PushState } from '../protocol/push.ts';
import { confirmApproval } from './confirm-approval.ts';
import { type Decided, decide, findRequest } from './decisions.ts';
import type { Rooms } from './rooms.ts';

/**
 * Approves: with the number from the other screen, or by one click while the prompt is open in this browser.
 * Where policy wants this computer's authenticator as well, a tab asks for it, and the request stays pending till then.
 * @throws `prompt_gone` when it no longer is; nothing was approved then.
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
    prompt: number === undefined ? request.present : null,
  });
}
