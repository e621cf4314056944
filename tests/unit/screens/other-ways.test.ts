import { describe, expect, test } from 'vitest';
import { otherWays } from '../../../components/prompt/other-ways.ts';
import { askedLast, asksNext, namesAsked, offersOther } from '../../../components/prompt/push-target.ts';
import { promptText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import type { Method, PromptPush, PushPart } from '../../../lib/protocol/prompt.ts';
import {
  type CannedPrompt,
  codes,
  everyMethod,
  prompt,
  push,
  twoBrowsers,
} from '../../journeys/screens/canned.ts';

const [here, there] = twoBrowsers.map(({ device }) => device);
const both = twoBrowsers.map(({ name }) => name);

const listed = (part: CannedPrompt, current: Method | null, platform: boolean | null = true) =>
  otherWays(prompt({ methods: everyMethod(), ...part }), { current, platform });
const named = (part: CannedPrompt, current: Method | null) => listed(part, current).map(({ name }) => name);
const pushPart = (part: Partial<PushPart>): PushPart => {
  const { push } = prompt({ browsers: twoBrowsers, ...part }).parts;
  if (push === null) throw new Error('no push');
  return push;
};

describe('other options', () => {
  test('are the methods besides the current one, the strongest first', () =>
    expect(listed({}, 'security_key').map(({ method }) => method)).toEqual(['platform', 'push', 'passcode']));

  test('name the devices', () =>
    expect(listed({}, 'push').map(({ words }) => words)).toEqual([
      'Laptop',
      'Blue key, Spare key',
      'Chrome on Linux, Token 4471-0083, Printed codes',
    ]));

  test('say why one cannot be used', () => {
    const methods = [codes({ ready: false, why: 'locked_out' })];
    expect(listed({ methods }, null)).toMatchObject([{ disabled: true, words: errors.locked_out.say }]);
    expect(listed({}, 'push', false)[0]).toMatchObject({ disabled: true, words: promptText.noPlatform });
  });

  test('do not name browsers where push cannot be used', () => {
    const methods = everyMethod({ ready: false, why: 'push_off' });
    expect(named({ methods, browsers: twoBrowsers }, 'passcode')).toContain(promptText.methods.push);
    expect(listed({ methods, browsers: twoBrowsers }, 'passcode')).toHaveLength(3);
  });
});

describe('several browsers', () => {
  const of = (part: CannedPrompt) =>
    listed({ browsers: twoBrowsers, ...part }, 'push').flatMap(({ to }) => (to === null ? [] : [to]));

  test('are each an option, and all of them one', () =>
    expect(listed({ browsers: twoBrowsers }, 'passcode').filter(({ method }) => method === 'push')).toEqual([
      {
        method: 'push',
        to: 'all',
        name: promptText.methods.push,
        words: promptText.toAll(both.join(', ')),
        disabled: false,
      },
      ...twoBrowsers.map(({ device, name }) => ({
        method: 'push',
        to: device,
        name: promptText.pushTo(name),
        words: promptText.toOne,
        disabled: false,
      })),
    ]));

  test('one alone is no choice', () => expect(named({}, 'push')).not.toContain(promptText.methods.push));

  test('those that are asked now are no option', () => {
    expect(of({ latest: push({ devices: both }) })).toEqual([here, there]);
    expect(of({ latest: push() })).toEqual(['all', there]);
    expect(of({})).toEqual([here, there]);
    expect(of({ to: there ?? null })).toEqual(['all', here]);
  });
});

describe('another browser for the same request', () => {
  const offers = (part: Partial<PromptPush> = {}): boolean =>
    offersOther(pushPart({ latest: push({ devices: both, ...part }) }));

  test('can be chosen where each was asked and a click here approves', () => expect(offers()).toBe(true));
  test.each<[string, Partial<PromptPush>]>([
    ['shows its number already', { number: '482913' }],
    ['asks one alone', { devices: both.slice(0, 1) }],
    ['would be approved by no other', { numberElsewhere: false }],
    ['was not started here', { kind: 'elsewhere', number: null }],
  ])('not where it %s', (_, part) => expect(offers(part)).toBe(false));
});

describe('whom a request asks', () => {
  const twins = twoBrowsers.map((browser) => ({ ...browser, name: 'Chrome on Linux' }));

  test('first as the settings say', () => {
    expect(asksNext(pushPart({}))).toBe('all');
    expect(asksNext(pushPart({ to: there ?? null }))).toBe(there);
    expect(askedLast(pushPart({ to: there ?? null }))).toBeNull();
  });

  test('then the same again', () => {
    expect(askedLast(pushPart({ latest: push() }))).toBe(here);
    expect(askedLast(pushPart({ latest: push({ devices: both }) }))).toBe('all');
  });

  test.each([
    ['of two with one name', pushPart({ browsers: twins, latest: push() })],
    ['that is no longer paired', pushPart({ latest: push({ devices: ['Edge on Windows'] }) })],
    ['where there is only one', pushPart({ browsers: twoBrowsers.slice(0, 1), latest: push() })],
  ])('as the settings say again: %s', (_, part) => expect(askedLast(part)).toBeNull());

  test('by name', () => {
    expect(namesAsked(pushPart({}))).toBe(both.join(', '));
    expect(namesAsked(pushPart({ to: there ?? null }))).toBe('Firefox on Windows');
  });
});
