import { describe, expect, test } from 'vitest';
import {
  type PromptContext,
  promptScreen,
  setUpChoices,
  usableHere,
} from '../../../components/prompt/prompt-screen.ts';
import { deviceText } from '../../../components/sentences.ts';
import type { PushId } from '../../../lib/protocol/ids.ts';
import type { PromptPush } from '../../../lib/protocol/prompt.ts';
import {
  type CannedPrompt,
  codes,
  key,
  NOW,
  passcode,
  prompt,
  push,
  question,
} from '../../journeys/screens/canned.ts';

const screen = (part: CannedPrompt, context: Partial<PromptContext> = {}) =>
  promptScreen(prompt(part), {
    method: 'push',
    ceremony: null,
    passcode: null,
    parting: null,
    why: null,
    added: null,
    held: false,
    past: null,
    starting: false,
    now: NOW,
    ...context,
  });
const waiting = (part: Partial<PromptPush>) => screen({ latest: push(part) });
const ended = (part: Partial<PromptPush>) => screen({ state: 'choosing', latest: push(part) });

describe('before and after a push', () => {
  test('nothing sent yet', () =>
    expect(screen({ state: 'choosing' })).toEqual({ name: 'choosing', method: 'push' }));
  test('nothing that works here', () =>
    expect(screen({ state: 'choosing' }, { method: null })).toEqual({ name: 'choosing', method: null }));
  test('about to be sent', () => {
    const starting = { name: 'starting', method: 'push' };
    expect(screen({ state: 'choosing' }, { starting: true })).toEqual(starting);
    const again = { state: 'choosing', latest: push({ state: 'expired' }) } as const;
    expect(screen(again, { starting: true })).toEqual(starting);
    expect(screen({ state: 'choosing', starts: true }, { held: true })).toEqual(starting);
  });
  test('not about to be sent by itself, though presence is waited for', () =>
    expect(screen({ state: 'choosing' }, { held: true }).name).toBe('choosing'));
  test('before the browser has told whether this computer can confirm', () =>
    expect(screen({ state: 'choosing', opensWith: 'platform' }, { held: true, method: null })).toEqual({
      name: 'starting',
      method: 'platform',
    }));
  test('approved', () => {
    expect(screen({ state: 'approved' })).toEqual({ name: 'done' });
    expect(waiting({ state: 'approved' })).toEqual({ name: 'done' });
  });
});

describe('a waiting push', () => {
  test('started here', () => expect(waiting({ kind: 'here' })).toEqual({ name: 'here' }));
  test('started here, whatever policy says of others', () =>
    expect(waiting({ kind: 'here', elsewhereRefused: true })).toEqual({ name: 'here' }));
  test('started here, where the browser that was asked is another one, or policy always asks for the number', () =>
    expect(waiting({ kind: 'here', number: '482913' })).toEqual({ name: 'number' }));
  test('from elsewhere, with a number', () =>
    expect(waiting({ kind: 'elsewhere' })).toEqual({ name: 'number' }));
  test('from elsewhere, where policy refuses', () => {
    expect(waiting({ kind: 'elsewhere', number: null })).toEqual({ name: 'only-here' });
    expect(waiting({ kind: 'elsewhere', elsewhereRefused: true })).toEqual({ name: 'only-here' });
  });
  test('its time is up before the service says so', () =>
    expect(waiting({ expiresAt: NOW })).toEqual({ name: 'ended', over: 'expired' }));
});

describe('a push that came to nothing', () => {
  test.each(['denied', 'failed', 'expired', 'withdrawn'] as const)('%s', (state) =>
    expect(ended({ state })).toEqual({ name: 'ended', over: state }),
  );
  test('reported', () =>
    expect(ended({ state: 'denied', reason: 'fraud' })).toEqual({ name: 'ended', over: 'fraud' }));
  test('before the prompt was refused is no news any more', () => {
    const latest = push({ state: 'withdrawn' });
    const again = (method: 'push' | null) =>
      screen({ state: 'choosing', latest }, { past: latest.id, method });
    expect(again('push')).toEqual({ name: 'choosing', method: 'push' });
    expect(again(null)).toEqual({ name: 'choosing', method: null });
    const other = 'another0000000000000000' as PushId;
    expect(screen({ state: 'choosing', latest }, { past: other })).toEqual({
      name: 'ended',
      over: 'withdrawn',
    });
    expect(screen({ latest: push() }, { past: latest.id })).toEqual({ name: 'here' });
  });
  test('a change of mind', () =>
    expect(ended({ state: 'denied', reason: 'mistake' })).toEqual({ name: 'ended', over: 'denied' }));
});

describe('a dead end names its reason', () => {
  test('refused', () =>
    expect(screen({ state: 'refused', refusal: 'locked_out' })).toEqual({
      name: 'dead',
      code: 'locked_out',
    }));
  test('expired', () =>
    expect(screen({ state: 'expired' })).toEqual({ name: 'dead', code: 'transaction_expired' }));
});

describe('on the way out', () => {
  const leaving = (parting: PromptContext['parting'], part: CannedPrompt = {}) =>
    screen({ state: 'approved', trust: question(), ...part }, { parting });
  test('the question, as the service asks it', () =>
    expect(leaving({ name: 'question', storing: false })).toEqual({
      name: 'question',
      question: question(),
      storing: false,
    }));
  test('no question that the service does not ask any more', () =>
    expect(leaving({ name: 'question', storing: true }, { trust: null })).toEqual({ name: 'done' }));
  test('what went wrong beside the sign-in', () =>
    expect(leaving({ name: 'snag', snag: 'trust' }, { trust: null })).toEqual({
      name: 'snag',
      snag: 'trust',
    }));
  test('nothing', () => expect(leaving(null)).toEqual({ name: 'done' }));
  test('one more way, and its steps', () => {
    const more = (context: Partial<PromptContext>) =>
      screen({ state: 'approved' }, { parting: { name: 'another' }, method: null, ...context });
    expect(more({ added: 'push' })).toEqual({ name: 'another', added: 'push' });
    expect(more({ method: 'push' })).toEqual({ name: 'pairing' });
    expect(more({ ceremony: key({ adds: true }) }).name).toBe('key');
  });
  test('a dead end comes first', () =>
    expect(leaving({ name: 'question', storing: false }, { state: 'refused', refusal: 'disowned' })).toEqual({
      name: 'dead',
      code: 'disowned',
    }));
});

describe('how long, in words', () => {
  test.each([
    [12, '12 hours'],
    [24, '1 day'],
    [36, '36 hours'],
    [720, '30 days'],
    [8760, '365 days'],
  ])('%i hours: %s', (hours, words) => expect(deviceText.length(hours)).toBe(words));
});

describe('set-up', () => {
  const setUp = (context: Partial<PromptContext>) => screen({ state: 'enrolling' }, context);
  test('why', () => expect(setUp({ method: null, why: 1 })).toEqual({ name: 'why', page: 1 }));
  test('the choice', () => expect(setUp({ method: null })).toEqual({ name: 'set-up' }));
  test('pairing', () => expect(setUp({ method: 'push', why: 0 })).toEqual({ name: 'pairing' }));
  test('an authenticator', () =>
    expect(setUp({ method: 'security_key', ceremony: key({ adds: true }) }).name).toBe('key'));
});

describe('an authenticator', () => {
  test.each(['choosing', 'waiting', 'enrolling'] as const)('in use, while the sign-in is %s', (state) => {
    const ceremony = key();
    expect(screen({ state }, { method: 'security_key', ceremony })).toEqual({ name: 'key', ceremony });
  });
  test('before a push that the service has not taken back yet', () =>
    expect(screen({ latest: push() }, { ceremony: key() }).name).toBe('key'));
  test('done, before the service’s next word', () =>
    expect(screen({ state: 'choosing' }, { ceremony: key({ stage: { name: 'done' } }) })).toEqual({
      name: 'done',
    }));
  test('ends with the sign-in', () => {
    expect(screen({ state: 'approved' }, { ceremony: key() })).toEqual({ name: 'done' });
    expect(screen({ state: 'refused', refusal: 'locked_out' }, { ceremony: key() }).name).toBe('dead');
  });
});

describe('a code', () => {
  const methods = [codes()];
  const typing = (part: CannedPrompt, entry = passcode()) =>
    screen({ state: 'choosing', methods, ...part }, { method: 'passcode', passcode: entry });
  test('is typed, with how codes stand', () =>
    expect(typing({})).toEqual({ name: 'passcode', entry: passcode(), method: codes() }));
  test('is typed while a push waits', () =>
    expect(typing({ state: 'waiting', latest: push() }).name).toBe('passcode'));
  test('accepted, before the service’s next word', () =>
    expect(typing({}, passcode({ stage: 'done' }))).toEqual({ name: 'done' }));
  test('ends with the sign-in', () => {
    expect(typing({ state: 'approved' })).toEqual({ name: 'done' });
    expect(typing({ state: 'refused', refusal: 'locked_out' }).name).toBe('dead');
  });
  test('is no longer asked for where the service has none any more', () =>
    expect(typing({ methods: [] }).name).toBe('choosing'));
});

test('only this computer’s own authenticator depends on this computer', () => {
  expect(usableHere('platform', true)).toBe(true);
  expect(usableHere('platform', null)).toBe(true);
  expect(usableHere('platform', false)).toBe(false);
  expect(usableHere('security_key', false)).toBe(true);
  expect(usableHere('push', false)).toBe(true);
});

test('a code is nothing to set up at a prompt', () => {
  const choices = ['platform', 'push', 'passcode'] as const;
  expect(setUpChoices(prompt({ setUp: { step: 'first', choices: [...choices] } }))).toEqual([
    'platform',
    'push',
  ]);
  expect(setUpChoices(prompt())).toEqual([]);
});
