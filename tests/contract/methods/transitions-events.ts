import { SECOND } from '../../../lib/ports/clock.ts';
import { type CeremonyOptions, CHALLENGE_LIFE } from '../../../lib/protocol/webauthn.ts';
import type { Alteration } from '../../fakes/authenticator.ts';
import type { Reply } from '../../fakes/device.ts';
import { type } from '../passcode/set-up.ts';
import { unasked, type Walker } from './transitions-people.ts';

export type Event<Who> = (walker: Who) => Promise<Reply>;
export type Events<Who> = Record<string, Event<Who>>;

const OK: Reply = { status: 200, body: {} };

/** Lets time pass; what is due happens. */
export const wait =
  (milliseconds: number): Event<Pick<Walker, 'stage'>> =>
  async ({ stage }) => {
    await stage.service.advance(milliseconds);
    return OK;
  };

const answerPush = async (
  { laptop, prompt }: Walker,
  push: Walker['asked'],
  answer: Parameters<Walker['laptop']['decide']>[1],
): Promise<Reply> => {
  if (!push) throw new Error('nothing was asked');
  // With the prompt's own cookie the click alone counts; a number is judged without it.
  return laptop.decide(push, answer, answer.number ? {} : { cookie: prompt.cookie });
};

const approve: Event<Walker> = (walker) => answerPush(walker, walker.asked, { decision: 'approve' });

export const pushEvents: Events<Walker> = {
  begin: ({ prompt }) => prompt.post('promptPush'),
  cancel: ({ prompt }) => prompt.post('promptCancel'),
  switch: ({ prompt }) => prompt.post('promptSwitch', { method: 'passcode' }),
  'time-out': wait(61 * SECOND),
  approve,
  deny: (walker) => answerPush(walker, walker.asked, { decision: 'deny', reason: 'mistake' }),
  // Right by no more than bad luck: one in a million.
  wrong: (walker) => answerPush(walker, walker.asked, { decision: 'approve', number: '000000' }),
  async twice(walker) {
    await approve(walker);
    return approve(walker);
  },
  late: (walker) => answerPush(walker, walker.takenBack, { decision: 'approve' }),
  other: ({ prompt, desk }) => prompt.post('promptPush', { device: desk.id }),
};

type KeyWalker = Pick<Walker, 'stage' | 'kind' | 'prompt' | 'key'>;

const ask: Event<KeyWalker> = ({ prompt, kind }) => prompt.post('promptAssertionBegin', { method: kind });

/** Asks, and gives the answer to what was asked then; the refusal itself where nothing was. */
async function asking(
  walker: KeyWalker,
  answer: (give: (how?: Alteration) => Promise<Reply>) => Promise<Reply>,
): Promise<Reply> {
  const begun = await ask(walker);
  if (begun.status !== 200) return begun;
  const { origin } = walker.stage.service;
  const options = begun.body.options as CeremonyOptions;
  return answer((how) =>
    walker.prompt.post('promptAssertion', { response: walker.key.get(options, { origin, ...how }) }),
  );
}

export const keyEvents: Events<KeyWalker> = {
  begin: ask,
  cancel: ({ prompt }) => prompt.post('promptCancel'),
  switch: ({ prompt }) => prompt.post('promptSwitch', { method: 'passcode' }),
  'time-out': (walker) =>
    asking(walker, async (give) => {
      await walker.stage.service.advance(CHALLENGE_LIFE);
      return give();
    }),
  answer: (walker) => asking(walker, (give) => give()),
  wrong: (walker) => asking(walker, (give) => give({ signature: 'wrong' })),
  twice: (walker) =>
    asking(walker, async (give) => {
      await give();
      return give();
    }),
  late: (walker) =>
    asking(walker, async (give) => {
      await walker.prompt.post('promptPush');
      return give();
    }),
  older: (walker) =>
    asking(walker, async (give) => {
      await ask(walker);
      return give();
    }),
  unasked: ({ prompt, stage }) => prompt.post('promptAssertion', { response: unasked(stage) }),
};

type CodeWalker = Pick<Walker, 'stage' | 'prompt' | 'nextCode' | 'usedCode'>;

export const passcodeEvents: Events<CodeWalker> = {
  begin: ({ prompt }) => prompt.post('promptSwitch', { method: 'passcode' }),
  cancel: ({ prompt }) => prompt.post('promptCancel'),
  switch: ({ prompt }) => prompt.post('promptPush'),
  'time-out': wait(61 * SECOND),
  answer: ({ prompt, nextCode }) => type(prompt, nextCode()),
  // Right by no more than bad luck: twenty in a million.
  wrong: ({ prompt }) => type(prompt, '000000'),
  async twice({ prompt, nextCode }) {
    const code = nextCode();
    await type(prompt, code);
    return type(prompt, code);
  },
  used: ({ prompt, usedCode }) => type(prompt, usedCode),
};
