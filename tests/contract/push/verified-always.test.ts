import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../lib/ports/clock.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { mustWait, otherNumber, pushPart } from './set-up.ts';

let stage: Stage;
let laptop: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(DAY);
  await stage.service.setPolicy({ verifiedPush: 'always', elsewhere: 'number' });
});

/** A request that this browser has proven to be its own, with the number of its prompt. */
async function fromHere() {
  const prompt = await stage.site.begin('alex');
  await laptop.prove(prompt);
  expect((await prompt.post('promptPush')).status).toBe(200);
  return { prompt, push: await mustWait(laptop), number: await numberOf(prompt) };
}

const numberOf = async (prompt: TestPrompt): Promise<string> => (await pushPart(prompt)).latest?.number ?? '';

describe('policy verifiedPush always', () => {
  it('shows the number here too, and takes it', async () => {
    const { prompt, push, number } = await fromHere();
    expect(push).toMatchObject({ answer: 'number', present: prompt.transaction });
    expect((await pushPart(prompt)).latest).toMatchObject({ kind: 'here' });
    expect(number).toMatch(/^\d{6}$/);
    const approved = await laptop.decide(push, { decision: 'approve', number }, { cookie: prompt.cookie });
    expect(approved.body).toEqual({ state: 'approved' });
  });

  it('takes no click any more, with or without the prompt’s cookie, and leaves the request waiting', async () => {
    const { prompt, push } = await fromHere();
    for (const options of [{ cookie: prompt.cookie }, {}]) {
      const clicked = await laptop.decide(push, { decision: 'approve' }, options);
      expect(clicked.body.error).toBe('number_needed');
    }
    expect((await prompt.read()).state).toBe('waiting');
  });

  it('holds for a card that was shown before the policy was changed', async () => {
    await stage.service.setPolicy({ verifiedPush: 'elsewhere' });
    const { prompt, push, number } = await fromHere();
    expect(push.answer).toBe('click');
    expect(number).toBe('');
    await stage.service.setPolicy({ verifiedPush: 'always' });
    const options = { cookie: prompt.cookie };
    expect((await laptop.decide(push, { decision: 'approve' }, options)).body.error).toBe('number_needed');
    expect(await mustWait(laptop)).toMatchObject({ answer: 'number' });
    const answer = { decision: 'approve', number: await numberOf(prompt) } as const;
    expect((await laptop.decide(push, answer, options)).body.state).toBe('approved');
  });

  it('ends the request at the first wrong number', async () => {
    const { prompt, push, number } = await fromHere();
    const answer = { decision: 'approve', number: otherNumber(number) } as const;
    const options = { cookie: prompt.cookie };
    expect((await laptop.decide(push, answer, options)).body.error).toBe('number_wrong');
    expect((await laptop.decide(push, { ...answer, number }, options)).body.error).toBe('push_decided');
    expect((await prompt.read()).state).toBe('choosing');
  });

  it('where nothing from elsewhere is taken, the number counts with the prompt’s cookie alone', async () => {
    await stage.service.setPolicy({ elsewhere: 'refuse' });
    const { prompt, push, number } = await fromHere();
    expect(push.answer).toBe('number');
    const answer = { decision: 'approve', number } as const;
    expect((await laptop.decide(push, answer)).body.error).toBe('presence_refused');
    const approved = await laptop.decide(push, answer, { cookie: prompt.cookie });
    expect(approved.body.state).toBe('approved');
  });

  it('lets somebody in who is locked out by others’ guesses and sits at the prompt', async () => {
    const { prompt, push, number } = await fromHere();
    const { floor, users } = stage.service.rooms;
    const rule = { threshold: 1, scope: 'guessable', minutes: 20 } as const;
    await floor.db.write((tx) => users.recordFailure(tx, stage.alex, rule));
    const answer = { decision: 'approve', number } as const;
    expect((await laptop.decide(push, answer)).body.error).toBe('locked_out');
    const approved = await laptop.decide(push, answer, { cookie: prompt.cookie });
    expect(approved.body.state).toBe('approved');
  });
});
