import { expect } from 'vitest';
import { deviceView, mustClaim, newDevice } from '../enrolment/set-up.ts';
import { answerQuestion, enrolling, type Reach, reach, register, send } from './transitions-people.ts';

/** This prompt has paired the person's first browser. */
const paired: Reach = async (stage, kind) => {
  const walker = await enrolling(stage, kind);
  const { prompt } = walker;
  const begun = await prompt.post('promptPairing');
  const laptop = newDevice(stage.service);
  const claimed = await mustClaim(laptop, String(begun.body.link), 'Laptop');
  expect((await prompt.post('promptPairingAnswer', { match: true })).status).toBe(200);
  laptop.adopt(deviceView(await claimed.answer(true)).device ?? '');
  await laptop.prove(prompt);
  return { ...walker, laptop };
};

const practising: Reach = async (stage, kind) => {
  const walker = await paired(stage, kind);
  await send(walker);
  return walker;
};

const added: Reach = async (stage, kind) => {
  const walker = await practising(stage, kind);
  expect((await walker.prompt.post('promptSkipPractice')).status).toBe(200);
  return walker;
};

/** With a key that was set up at this prompt. */
const signedIn: Reach = async (stage, kind) => {
  const walker = await enrolling(stage, kind);
  await register(walker, walker.prompt);
  await answerQuestion(walker, walker.prompt);
  return walker;
};

/** The states that only a set-up at the prompt leads to, too. */
export const reachSetUp: Record<string, Reach> = {
  ...reach,
  paired,
  practising,
  added,
  'signed in': signedIn,
};
