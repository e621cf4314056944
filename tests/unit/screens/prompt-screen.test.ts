import { describe, expect, test } from 'vitest';
import { promptScreen } from '../../../components/prompt/prompt-screen.ts';
import type { PromptPush } from '../../../lib/protocol/prompt.ts';
import { type CannedPrompt, NOW, prompt, push } from '../../journeys/screens/canned.ts';

const screen = (part: CannedPrompt, starting = false) => promptScreen(prompt(part), { starting, now: NOW });
const waiting = (part: Partial<PromptPush>) => screen({ latest: push(part) });
const ended = (part: Partial<PromptPush>) => screen({ state: 'choosing', latest: push(part) });

describe('before and after a push', () => {
  test('nothing sent yet', () => expect(screen({ state: 'choosing' })).toEqual({ name: 'choosing' }));
  test('about to be sent', () => {
    expect(screen({ state: 'choosing' }, true)).toEqual({ name: 'starting' });
    expect(screen({ state: 'choosing', latest: push({ state: 'expired' }) }, true)).toEqual({
      name: 'starting',
    });
  });
  test('approved', () => {
    expect(screen({ state: 'approved' })).toEqual({ name: 'done' });
    expect(waiting({ state: 'approved' })).toEqual({ name: 'done' });
  });
});

describe('a waiting push', () => {
  test('started here', () => expect(waiting({ kind: 'here' })).toEqual({ name: 'here' }));
  test('started here, whatever else it has', () =>
    expect(waiting({ kind: 'here', number: null, elsewhereRefused: true })).toEqual({ name: 'here' }));
  test('from elsewhere, with a number', () =>
    expect(waiting({ kind: 'elsewhere' })).toEqual({ name: 'elsewhere' }));
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

test('set-up', () => expect(screen({ state: 'enrolling' })).toEqual({ name: 'pairing' }));
