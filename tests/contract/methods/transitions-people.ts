import { expect } from 'vitest';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE } from '../../../lib/protocol/prompt.ts';
import type { PushView } from '../../../lib/protocol/push.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { AuthenticatorKind, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { invite, newDevice } from '../enrolment/set-up.ts';
import { giveToken, type } from '../passcode/set-up.ts';
import { mustWait, pushPart } from '../push/set-up.ts';
import { answer, ask } from '../webauthn/set-up.ts';

/** Somebody with one of everything, and the prompt that the table walks. */
export interface Walker {
  stage: Stage;
  user: UserId;
  username: string;
  kind: AuthenticatorKind;
  prompt: TestPrompt;
  key: TestAuthenticator;
  laptop: TestDevice;
  desk: TestDevice;
  /** The next code on the hardware token, and one that was used. */
  nextCode: () => string;
  usedCode: string;
  /** The last request that this prompt sent, and one that it took back. */
  asked: PushView | null;
  takenBack: PushView | null;
}

let people = 0;

/** Invited and without anything: their own prompt is enrolling. */
export async function enrolling(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const username = `walker${++people}`;
  const user = await stage.service.addUser(username);
  await invite(stage.service, user, 'inline');
  return {
    stage,
    user,
    username,
    kind,
    prompt: await stage.site.begin(username),
    key: new TestAuthenticator({ kind }),
    laptop: newDevice(stage.service),
    desk: newDevice(stage.service),
    nextCode: () => '123456',
    usedCode: '123456',
    asked: null,
    takenBack: null,
  };
}

/** Sets the authenticator up at one of their prompts. */
export async function register({ stage, kind, key }: Walker, page: TestPrompt): Promise<void> {
  const begun = await page.post('promptRegistrationBegin', { kind });
  const response = key.create(begun.body.options as CeremonyOptions, { origin: stage.service.origin });
  expect((await page.post('promptRegistration', { response })).status).toBe(200);
}

/** Signs in with it. */
export async function answerQuestion({ stage, kind, key }: Walker, page: TestPrompt): Promise<void> {
  const response = key.get(await ask(page, kind), { origin: stage.service.origin });
  expect((await answer(page, response)).body).toEqual({});
}

/** Another page of theirs sets everything up, while the prompt stays as it is. */
async function equipped(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const newcomer = await enrolling(stage, kind);
  const { user, username } = newcomer;
  const page = await stage.site.begin(username);
  await register(newcomer, page);
  const token = await giveToken(stage.service, { user });
  let counter = 0;
  const nextCode = (): string => token.at(counter++);
  const usedCode = nextCode();
  expect((await type(page, usedCode)).status).toBe(200);
  const laptop = await stage.pair('Laptop', user);
  const desk = await stage.pair('Desk', user);
  return { ...newcomer, laptop, desk, nextCode, usedCode };
}

/** Sends a request to every browser, and sees it in one. */
export async function send(walker: Walker): Promise<PushView> {
  const { status, body } = await walker.prompt.post('promptPush');
  expect(status, String(body.error)).toBe(200);
  walker.asked = await mustWait(walker.laptop);
  return walker.asked;
}

/** What an authenticator answers to a question that nobody asked. */
export function unasked({ service }: Stage) {
  const { origin } = service;
  const key = new TestAuthenticator();
  const challenge = 'A'.repeat(22);
  const rpId = new URL(origin).hostname;
  key.create({ challenge, rp: { id: rpId }, user: { id: 'AAAA' } } as unknown as CeremonyOptions, { origin });
  return key.get({ challenge, rpId } as unknown as CeremonyOptions, { origin });
}

async function atFreshPrompt(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await equipped(stage, kind);
  walker.prompt = await stage.site.begin(walker.username);
  return walker;
}

/** With a request that was taken back on the way. Presence keeps the limits of requests from elsewhere out of the walk. */
async function choosing(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await atFreshPrompt(stage, kind);
  await walker.laptop.prove(walker.prompt);
  walker.takenBack = await send(walker);
  expect((await walker.prompt.post('promptCancel')).status).toBe(200);
  walker.asked = null;
  return walker;
}

/** What can be guessed is closed; the browser that shows the prompt and the authenticator are not. */
async function locked(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await choosing(stage, kind);
  const { floor, users } = stage.service.rooms;
  const rule = { threshold: 1, scope: 'guessable', minutes: 0 } as const;
  await floor.db.write((tx) => users.recordFailure(tx, walker.user, rule));
  return walker;
}

async function waiting(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await choosing(stage, kind);
  await send(walker);
  return walker;
}

/** By a code, while a request waits: that one is withdrawn. */
async function approved(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await waiting(stage, kind);
  expect((await type(walker.prompt, walker.nextCode())).status).toBe(200);
  return walker;
}

async function finished(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await approved(stage, kind);
  await walker.prompt.finish();
  return walker;
}

/** "Not you?" in one browser, after another has approved. */
async function refused(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await atFreshPrompt(stage, kind);
  const { prompt, laptop, desk } = walker;
  walker.takenBack = await send(walker);
  await prompt.post('promptCancel');
  const push = await send(walker);
  const number = (await pushPart(prompt)).latest?.number ?? '';
  expect((await desk.decide(push, { decision: 'approve', number })).status).toBe(200);
  expect((await laptop.call('POST', pathTo('deviceNotMe', push.id))).status).toBe(200);
  return walker;
}

async function expired(stage: Stage, kind: AuthenticatorKind): Promise<Walker> {
  const walker = await waiting(stage, kind);
  await stage.service.advance(TRANSACTION_LIFE);
  return walker;
}

export type Reach = (stage: Stage, kind: AuthenticatorKind) => Promise<Walker>;

/** How a prompt gets to each state of the table. */
export const reach: Record<string, Reach> = {
  enrolling,
  'set up': async (stage, kind) => {
    const walker = await equipped(stage, kind);
    await walker.laptop.prove(walker.prompt);
    return walker;
  },
  choosing,
  waiting,
  locked,
  approved,
  finished,
  refused,
  expired,
};
