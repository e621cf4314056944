import * as v from 'valibot';
import { expect } from 'vitest';
import { PrintedReply } from '../../lib/protocol/passcodes.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { StepUpPurpose } from '../../lib/protocol/step-up.ts';
import type { TestDevice } from './device.ts';
import { TestPrompt } from './site.ts';
import type { Stage } from './stage.ts';

/** Asks for a step-up as the extension does. */
export async function beginStepUp(device: TestDevice, purpose: StepUpPurpose = 'credential_add') {
  const reply = await device.call('POST', pathTo('deviceStepUps'), { body: { purpose } });
  expect(reply.status).toBe(200);
  return { transaction: String(reply.body.transaction), url: String(reply.body.url) };
}

/** Follows the address as a browser with an empty cookie jar; `prompt` is null where it led to no prompt. */
export async function openStepUp({ service }: Stage, url: string, headers: Record<string, string> = {}) {
  const response = await fetch(service.base + new URL(url).pathname, { redirect: 'manual', headers });
  const path = response.headers.get('location');
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (!path || !cookie) return { response, prompt: null };
  const { origin, base } = service;
  const site = { origin, base, clientId: '', clientSecret: '', redirectUri: '' };
  const prompt = new TestPrompt({ ...site, id: path.split('/').at(-1) ?? '', cookie });
  await prompt.read();
  return { response, prompt };
}

/** The prompt of a fresh step-up, in the browser that asked for it: its extension proves that at once. */
export async function promptOf(stage: Stage, device: TestDevice, purpose?: StepUpPurpose) {
  const begun = await beginStepUp(device, purpose);
  const { prompt } = await openStepUp(stage, begun.url);
  if (!prompt) throw new Error('the step-up did not open');
  expect((await device.prove(prompt)).status).toBe(200);
  return prompt;
}

/** Approves by a click in the same browser. */
export async function approve(device: TestDevice, prompt: TestPrompt): Promise<void> {
  expect((await device.prove(prompt)).status).toBe(200);
  // Whatever browser the person prefers to be asked in.
  expect((await prompt.post('promptPush', { device: device.id })).status).toBe(200);
  const push = (await device.inbox()).requests.findLast(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  const decided = await device.decide(push, { decision: 'approve' }, { cookie: prompt.cookie });
  expect(decided.body).toEqual({ state: 'approved' });
}

/** The whole way; its answer is the transaction that proved it. */
export async function stepUp(stage: Stage, device: TestDevice, purpose?: StepUpPurpose): Promise<string> {
  const prompt = await promptOf(stage, device, purpose);
  await approve(device, prompt);
  await prompt.finish();
  return prompt.transaction;
}

/** Prints codes in this browser, after the step-up that this takes. */
export async function printCodes(
  stage: Stage,
  device: TestDevice,
): Promise<v.InferOutput<typeof PrintedReply>> {
  const body = { stepUp: await stepUp(stage, device, 'printed_codes_make') };
  const reply = await device.call('POST', pathTo('devicePrintedCodes'), { body });
  expect(reply.status).toBe(200);
  return v.parse(PrintedReply, reply.body);
}
