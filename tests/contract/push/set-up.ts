import { expect } from 'vitest';
import { defaultMethodSettings, type MethodSettings } from '../../../lib/protocol/methods.ts';
import type { PushPart } from '../../../lib/protocol/prompt.ts';
import type { PushView } from '../../../lib/protocol/push.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';

/** What waits in one browser; null where nothing does. */
export async function waitingIn(device: TestDevice): Promise<PushView | null> {
  const { requests } = await device.inbox();
  return requests.findLast(({ state }) => state === 'pending') ?? null;
}

export async function mustWait(device: TestDevice): Promise<PushView> {
  const push = await waitingIn(device);
  if (!push) throw new Error('no request waits');
  return push;
}

export async function pushPart(prompt: TestPrompt): Promise<PushPart> {
  const { push } = (await prompt.read()).parts;
  if (!push) throw new Error('the prompt shows no push');
  return push;
}

/** How the person wants to be asked from now on, set in one of their browsers the whole way. */
export async function wish(
  stage: Stage,
  device: TestDevice,
  settings: Partial<MethodSettings>,
): Promise<void> {
  const proof = await stepUp(stage, device, 'methods_change');
  const reply = await putWishes(device, settings, proof);
  expect(reply.status, String(reply.body.error)).toBe(200);
}

/** The last step of it. Whatever is left out of the settings is as at first. */
export async function putWishes(
  device: TestDevice,
  settings: Partial<MethodSettings>,
  proof: string | null = null,
): Promise<Reply> {
  const path = pathTo('deviceMethods');
  const { version } = (await device.call('GET', path)).body;
  const body = { settings: { ...defaultMethodSettings, ...settings }, stepUp: proof };
  return device.call('PUT', path, { body, headers: { 'If-Match': `"${version}"` } });
}

/** Of as many digits, and another. */
export const otherNumber = (number: string): string =>
  number.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
