import * as v from 'valibot';
import { Refusal } from '../protocol/errors.ts';
import { DeviceId, PushId, TransactionId } from '../protocol/ids.ts';
import { type DecisionClaims, PUSH_LIFE, type PushState, type PushView } from '../protocol/push.ts';
import { AssertionResponse } from '../protocol/webauthn.ts';
import { callAs } from './call-as.ts';
import { isPromptOpen } from './prompt-tabs.ts';
import type { Rooms } from './rooms.ts';
import { twice } from './twice.ts';

/** A decision that a person made, written down before it is sent: the worker may die in between. */
const Intent = v.object({
  device: DeviceId,
  push: PushId,
  jws: v.string(),
  /** Confirms it, where the request asks to verify. */
  assertion: v.optional(AssertionResponse),
  /** The prompt that must be open in this browser for it; null when the decision stands on its own. */
  prompt: v.nullable(TransactionId),
  at: v.number(),
});
type Intent = v.InferOutput<typeof Intent>;

const PREFIX = 'intent:';
const keyOf = ({ device, push }: Pick<Intent, 'device' | 'push'>) => `${PREFIX}${device}/${push}`;

export interface Decided {
  device: DeviceId;
  push: PushId;
}

/** The waiting request as it was last told. @throws `push_unknown` */
export async function findRequest({ push: { copies } }: Rooms, { device, push }: Decided): Promise<PushView> {
  const request = (await copies.read(device)).requests.find(({ id }) => id === push);
  if (!request) throw new Refusal('push_unknown');
  return request;
}

/**
 * Signs a decision and sees it through.
 * @throws `prompt_gone`, `unreachable` (nothing was decided as far as anybody knows), or what the service answers.
 */
export async function decide(
  rooms: Rooms,
  {
    device,
    request,
    claims,
    prompt,
    assertion,
  }: {
    device: DeviceId;
    request: PushView;
    claims: Pick<DecisionClaims, 'decision' | 'number' | 'reason'>;
    prompt: TransactionId | null;
    assertion?: AssertionResponse;
  },
): Promise<PushState> {
  const jws = await callAs(rooms, device, async (account) => {
    const iat = Math.floor((await rooms.device.serviceTime(account.origin)) / 1_000);
    return rooms.device.signDecision(account, { push: request.id, nonce: request.nonce, ...claims, iat });
  });
  const intent = { device, push: request.id, jws, assertion, prompt, at: rooms.ports.clock.now() };
  await rooms.ports.session.set(keyOf(intent), intent);
  return carryOut(rooms, intent);
}

async function carryOut(rooms: Rooms, intent: Intent): Promise<PushState> {
  const { device, push, jws, assertion, prompt } = intent;
  try {
    const { state } = await callAs(rooms, device, async (account) => {
      if (prompt !== null && !(await isPromptOpen(rooms, account, prompt))) throw new Refusal('prompt_gone');
      return twice(() =>
        rooms.device.decide(account, { push, jws, assertion, withCookies: prompt !== null }),
      );
    });
    return state;
  } finally {
    await rooms.ports.session.remove(keyOf(intent));
    // Whatever the answer was, the request is no longer what the card says.
    rooms.refresh(device).catch(() => undefined);
  }
}

/** Carries out what an earlier worker had written down. Replaying a decision is harmless, it has one outcome. */
export async function resumeDecisions(rooms: Rooms): Promise<void> {
  const { session, clock } = rooms.ports;
  for (const [key, value] of Object.entries(await session.all(PREFIX))) {
    const intent = v.safeParse(Intent, value);
    if (intent.success && clock.now() - intent.output.at < PUSH_LIFE)
      await carryOut(rooms, intent.output).catch(() => undefined);
    else await session.remove(key);
  }
}
