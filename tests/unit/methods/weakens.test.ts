import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ApplicationId, DeviceId } from '../../../lib/protocol/ids.ts';
import {
  type ApplicationMethods,
  defaultMethodSettings,
  type MethodSettings,
  type OpensWith,
} from '../../../lib/protocol/methods.ts';
import { withoutGone } from '../../../service/methods/scopes.ts';
import { weakens } from '../../../service/methods/weakens.ts';

const laptop = 'DBAAAAAAAAAAAAAAAAAA' as DeviceId;
const desk = 'DBBBBBBBBBBBBBBBBBBB' as DeviceId;
const portal = 'DIAAAAAAAAAAAAAAAAAA' as ApplicationId;
const library = 'DIBBBBBBBBBBBBBBBBBB' as ApplicationId;

const settings = (changes: Partial<MethodSettings>): MethodSettings => ({
  ...defaultMethodSettings,
  ...changes,
});
const only = (own: Partial<ApplicationMethods>): Partial<MethodSettings> => ({
  applications: [{ application: portal, opensWith: null, autoPush: null, ...own }],
});

const last: OpensWith = { method: 'last' };
const key: OpensWith = { method: 'security_key' };
const computer: OpensWith = { method: 'platform' };
const code: OpensWith = { method: 'passcode' };
const push: OpensWith = { method: 'push', device: null };
const toDesk: OpensWith = { method: 'push', device: desk };

type Row = [before: Partial<MethodSettings>, after: Partial<MethodSettings>];

const weaker: Row[] = [
  [{ opensWith: key }, { opensWith: last }],
  [{ opensWith: key }, { opensWith: push }],
  [{ opensWith: key }, { opensWith: code }],
  [{ opensWith: computer }, { opensWith: key }],
  [{ autoPush: false }, { autoPush: true }],
  [{ pushTo: 'all' }, { pushTo: 'last' }],
  [{ pushTo: 'all' }, { pushTo: desk }],
  [{ pushTo: laptop }, { pushTo: desk }],
  [{ pushTo: 'last' }, { pushTo: desk }],
  [{ pushTo: desk }, { pushTo: 'last' }],
  // For one application.
  [{ opensWith: key }, { opensWith: key, ...only({ opensWith: last }) }],
  [only({ opensWith: key }), {}],
  [only({ autoPush: false }), {}],
  [{ autoPush: false }, { autoPush: false, ...only({ autoPush: true }) }],
  // A prompt that opens with one browser asks that one alone.
  [{}, { opensWith: toDesk }],
  [{}, only({ opensWith: toDesk })],
  // Whom it asks once that one is gone.
  [{ opensWith: toDesk }, { opensWith: toDesk, pushTo: laptop }],
  [
    { opensWith: toDesk, pushTo: laptop },
    { opensWith: push, pushTo: laptop },
  ],
];

const not: Row[] = [
  [{}, {}],
  [{ opensWith: last }, { opensWith: code }],
  [{ opensWith: push }, { opensWith: code }],
  [{ opensWith: last }, { opensWith: computer }],
  [{ opensWith: key }, { opensWith: computer }],
  [{ autoPush: true }, { autoPush: false }],
  [{ pushTo: desk }, { pushTo: 'all' }],
  [{ pushTo: 'last' }, { pushTo: 'all' }],
  [{ opensWith: toDesk }, { opensWith: push }],
  [
    { opensWith: toDesk, pushTo: desk },
    { opensWith: push, pushTo: desk },
  ],
  [only({ opensWith: key }), { opensWith: key }],
  [{ opensWith: key }, { opensWith: key, ...only({ opensWith: computer }) }],
];

it.each(weaker)('%j → %j is weaker', (before, after) => {
  expect(weakens(settings(before), settings(after))).toBe(true);
});

it.each(not)('%j → %j is not', (before, after) => {
  expect(weakens(settings(before), settings(after))).toBe(false);
});

const devices = fc.constantFrom(laptop, desk);
const opensWith: fc.Arbitrary<OpensWith> = fc.oneof(
  fc.constantFrom(last, key, computer, code, push),
  devices.map((device): OpensWith => ({ method: 'push', device })),
);
const anySettings: fc.Arbitrary<MethodSettings> = fc.record({
  opensWith,
  autoPush: fc.boolean(),
  pushTo: fc.oneof(fc.constantFrom('all' as const, 'last' as const), devices),
  applications: fc.uniqueArray(
    fc.record({
      application: fc.constantFrom(portal, library),
      opensWith: fc.option(opensWith),
      autoPush: fc.option(fc.boolean()),
    }),
    { selector: ({ application }) => application },
  ),
});

it('no change is none', () => {
  fc.assert(fc.property(anySettings, (one) => !weakens(one, one)));
});

it('nobody gets around it in steps: what is weaker at once is weaker in one of two', () => {
  fc.assert(
    fc.property(anySettings, anySettings, anySettings, (from, via, to) => {
      fc.pre(weakens(from, to));
      expect(weakens(from, via) || weakens(via, to)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('nobody gets around it by what is gone later', () => {
  const known = { devices: new Set([laptop]), applications: new Set([portal]) };
  fc.assert(
    fc.property(anySettings, anySettings, (before, after) => {
      fc.pre(!weakens(before, after));
      expect(weakens(withoutGone(before, known), withoutGone(after, known))).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});
