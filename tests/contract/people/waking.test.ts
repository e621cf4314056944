import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { LONG_POLL, type PromptState } from '../../../lib/protocol/prompt.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { operatorOf } from '../operator/run-operator.ts';
import { helpDeskOf } from './set-up.ts';

let stage: Stage;
let desk: ReturnType<typeof helpDeskOf>;
let name: string;
let person: UserId;
let prompt: TestPrompt;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
  desk = helpDeskOf(stage);
  await stage.service.setPolicy({ lockout: { scope: 'all' } });
});
afterAll(() => stage.stop());
beforeEach(async () => {
  name = `person-${++turn}`;
  person = await stage.service.addUser(name);
  await stage.pair('Laptop', person);
  prompt = await stage.site.begin(name);
});

type Shown = Pick<PromptState, 'state' | 'refusal'>;

/** What the page shows as soon as it is something else; the page asks in the same way. */
async function shownAfter(happens: () => Promise<unknown>): Promise<Shown> {
  const { revision } = await prompt.read();
  const url = `${stage.service.base}${pathTo('promptState', prompt.transaction)}?after=${revision}`;
  const asking = fetch(url, { headers: { Cookie: prompt.cookie } });
  await happens();
  const state = (await (await asking).json()) as PromptState;
  expect(state.revision).toBeGreaterThan(revision);
  return { state: state.state, refusal: state.refusal };
}

const open: Shown = { state: 'choosing', refusal: null };
const refused = (refusal: string): Shown => ({ state: 'refused', refusal });

describe('an open prompt goes on by itself', () => {
  it('when the person is locked out, and unlocked', async () => {
    expect(await shownAfter(() => desk.lock(person))).toEqual(refused('locked_out'));
    expect(await shownAfter(() => desk.unlock(person))).toEqual(open);
  });

  it('when the person is disabled, and enabled', async () => {
    expect(await shownAfter(() => desk.setStatus(person, 'disabled'))).toEqual(refused('user_disabled'));
    expect(await shownAfter(() => desk.setStatus(person, 'active'))).toEqual(open);
  });

  it('when a group of theirs is disabled, left, joined, and removed', async () => {
    const group = await desk.addGroup(`Group ${turn}`, person);
    const gone = refused('user_disabled');
    expect(await shownAfter(() => desk.setGroupStatus(group, 'disabled'))).toEqual(gone);
    expect(await shownAfter(() => desk.leave(group, person))).toEqual(open);
    expect(await shownAfter(() => desk.join(group, person))).toEqual(gone);
    expect(await shownAfter(() => desk.setGroupStatus(group, 'active'))).toEqual(open);
    expect(await shownAfter(() => desk.setGroupStatus(group, 'disabled'))).toEqual(gone);
    expect(await shownAfter(() => desk.removeGroup(group))).toEqual(open);
  });

  it('when a bypass ends', async () => {
    await desk.lock(person);
    await desk.setStatus(person, { bypassUntil: stage.service.clock.now() + MINUTE });
    expect((await prompt.read()).refusal).toBeNull();
    expect(await shownAfter(() => stage.service.advance(MINUTE))).toEqual(refused('locked_out'));
  });

  it('and nobody else’s does', async () => {
    const before = (await prompt.read()).revision;
    await desk.lock(stage.alex);
    await desk.unlock(stage.alex);
    expect((await prompt.read()).revision).toBe(before);
  });

  it('unless it is over', async () => {
    await stage.service.advance(HOUR);
    await desk.lock(person);
    const { db } = stage.service.rooms.floor;
    const row = db.read
      .selectFrom('transactions')
      .select('revision')
      .where('id', '=', prompt.transaction as never);
    expect(await row.execute()).toEqual([{ revision: 1 }]);
  });

  // As long as the page would wait for its next look: it must not come to that.
  it('also where a command of the operator did it', { timeout: LONG_POLL }, async () => {
    await desk.lock(person);
    const { must } = operatorOf(stage.service);
    expect(await shownAfter(() => must('user', 'unlock', name))).toEqual(open);
  });
});
