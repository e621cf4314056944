import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PromptState } from '../../../lib/protocol/prompt.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import type { Thing } from '../../unit/methods/offered-cases.ts';
import { give } from '../methods/offered-people.ts';
import { helpDeskOf } from '../people/set-up.ts';

/** What somebody learns who may open a prompt for whatever name they like. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** What no two prompts have in common. */
const alike = ({ transaction, challenge, username, now, expiresAt, ...shown }: PromptState) => shown;

const posts = [
  ['promptPush', {}],
  ['promptSwitch', { method: 'push' }],
  ['promptSwitch', { method: 'passcode' }],
  ['promptAssertionBegin', { method: 'security_key' }],
  ['promptPasscode', { passcode: '123456789' }],
  ['promptRegistrationBegin', { kind: 'security_key' }],
  ['promptPairing', {}],
  ['promptSkipPractice', {}],
  ['promptFinish', {}],
] as const;

async function seenFor(username: string) {
  const prompt = await stage.site.begin(username);
  const state = alike(await prompt.read());
  const answers: unknown[] = [];
  for (const [route, extra] of posts) answers.push((await prompt.post(route, extra)).body.error);
  return { state, answers };
}

it.each(['invitation', 'deny'] as const)(
  'where new people are for “%s”, a name that nobody has looks like one without a second step, to the last byte',
  async (newUsers) => {
    await stage.service.setPolicy({ newUsers });
    const name = `new-${newUsers}`;
    const user = await stage.service.addUser(name);
    const nobody = await seenFor('nobody');
    expect(await seenFor(name)).toEqual(nobody);
    await helpDeskOf(stage).addGroup(`New ${newUsers}`, user);
    expect(await seenFor(name)).toEqual(nobody);
  },
);

it('somebody with nothing but a hidden code of the help desk looks the same as well', async () => {
  await stage.service.setPolicy({ newUsers: 'invitation', bypassCodes: 'hidden' });
  const user = await stage.service.addUser('caller');
  await give(stage, { user, username: 'caller', browser: null }, 'help-desk code');
  expect(await seenFor('caller')).toEqual(await seenFor('nobody'));
});

it('a hidden code of the help desk is no way in, whatever is typed, and counts no guess', async () => {
  await stage.service.setPolicy({ newUsers: 'invitation', bypassCodes: 'hidden' });
  const user = await stage.service.addUser('guest');
  const person = { user, username: 'guest', browser: null };
  await give(stage, person, 'help-desk code');
  await give(stage, person, 'token');
  const prompt = await stage.site.begin('guest');
  for (let guess = 0; guess < 20; guess++) {
    const passcode = String(100_000_000 + guess);
    expect((await prompt.post('promptPasscode', { passcode })).body.error).toBe('bypass_hidden');
  }
  const { floor, users } = stage.service.rooms;
  expect(await users.find(floor.db.read, user)).toMatchObject({ failures: 0, locked_at: null });
});

it.each([{ bypassCodes: 'hidden' }, { passcodes: 'off' }] as const)(
  'where a code of the help desk is worth nothing, somebody with a key looks the same with and without one: %o',
  async (changes) => {
    await stage.service.setPolicy({ passcodes: 'on', bypassCodes: 'shown', ...changes });
    const add = async (username: string, has: readonly Thing[]): Promise<void> => {
      const person = { user: await stage.service.addUser(username), username, browser: null };
      for (const thing of has) await give(stage, person, thing);
    };
    const [turn] = Object.keys(changes);
    await add(`helped-${turn}`, ['key', 'help-desk code']);
    await add(`alone-${turn}`, ['key']);
    expect(await seenFor(`helped-${turn}`)).toEqual(await seenFor(`alone-${turn}`));
  },
);
