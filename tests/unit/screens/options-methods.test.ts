import { describe, expect, test } from 'vitest';
import { keyOf, openingsOf } from '../../../components/options/methods/openings.ts';
import { settled } from '../../../components/options/methods/settled.ts';
import {
  here,
  method,
  methodsView,
  other,
  payroll,
  portal,
  settings,
} from '../../journeys/screens/canned-methods.ts';

const named = (view: Parameters<typeof openingsOf>[0]) =>
  openingsOf(view).map(({ key, name, standing }) => [key, name, standing]);

describe('what a sign-in can open with', () => {
  test('is what was used last, then every method in the order of strength, with each browser by its name', () => {
    expect(named(methodsView())).toEqual([
      ['last', 'What I used last', 'always'],
      ['platform', 'This computer', 'ready'],
      ['security_key', 'Security key', 'ready'],
      ['push', 'Push', 'ready'],
      [`push-${here.device}`, 'Push to this browser', 'ready'],
      [`push-${other.device}`, 'Push to Firefox on Windows', 'ready'],
      ['passcode', 'Passcode', 'ready'],
    ]);
  });

  test('names the one browser that there is, without binding the choice to it', () => {
    const [browser] = methodsView().browsers;
    const openings = openingsOf(methodsView({ browsers: browser ? [browser] : [] }));
    const pushes = openings.filter(({ choice }) => choice.method === 'push');
    expect(pushes).toMatchObject([
      { key: 'push', name: 'Push to this browser', choice: { method: 'push', device: null } },
    ]);
  });

  test('says of each that does not work why, and of what is not there that it can be set up', () => {
    const view = methodsView({
      methods: [
        method('platform', 'method_missing'),
        method('security_key', 'authenticator_clone'),
        method('push', 'push_off'),
        method('passcode', 'a reason from a newer service'),
      ],
      browsers: [],
    });
    const [, ...openings] = openingsOf(view);
    expect(openings.map(({ standing }) => standing)).toEqual([
      'missing',
      'not-ready',
      'not-ready',
      'not-ready',
    ]);
    expect(openings.every(({ words }) => words.length > 10)).toBe(true);
  });

  test('has one key for each choice', () => {
    const openings = openingsOf(methodsView());
    expect(new Set(openings.map(({ key }) => key)).size).toBe(openings.length);
    expect(openings.map(({ choice }) => keyOf(choice))).toEqual(openings.map(({ key }) => key));
  });
});

describe('settings in one form', () => {
  const row = { application: portal.id, opensWith: null, autoPush: false };

  test('leave out an application that follows the account', () => {
    const empty = { application: payroll.id, opensWith: null, autoPush: null };
    expect(settled(settings({ applications: [row, empty] }))).toEqual(settings({ applications: [row] }));
  });

  test('do not depend on the order of the applications', () => {
    const second = { ...row, application: payroll.id };
    expect(settled(settings({ applications: [second, row] }))).toEqual(
      settled(settings({ applications: [row, second] })),
    );
  });
});
