import { expect, it } from 'vitest';
import {
  applyChanges,
  defaultPolicy,
  mergeChanges,
  type PolicyChanges,
} from '../../../service/policies/policy.ts';

/** Every single change that keeps what holds by default, the members of members one by one. */
const singles: [string, PolicyChanges][] = Object.entries(defaultPolicy).flatMap<[string, PolicyChanges]>(
  ([name, value]) =>
    typeof value === 'object'
      ? Object.entries(value).map(([inner, member]) => [`${name}.${inner}`, { [name]: { [inner]: member } }])
      : [[name, { [name]: value }]],
);

it.each(singles)('a change of %s leaves all other members as they were', (_, change) => {
  expect(applyChanges(defaultPolicy, change)).toEqual(defaultPolicy);
});

it('many changes are one, member by member', () => {
  const all = singles.map(([, change]) => change);
  expect(all.reduce(mergeChanges, {})).toEqual(defaultPolicy);
  expect(all.reduce(applyChanges, defaultPolicy)).toEqual(defaultPolicy);
});

it('the later of two changes wins, and leaves the other members of the earlier', () => {
  const earlier: PolicyChanges = { digits: 3, lockout: { threshold: 3, minutes: 5 } };
  const later: PolicyChanges = { digits: 4, lockout: { minutes: 10 } };
  const both = { digits: 4, lockout: { threshold: 3, minutes: 10 } };
  expect(mergeChanges(earlier, later)).toEqual(both);
  expect(applyChanges(applyChanges(defaultPolicy, earlier), later)).toEqual(
    applyChanges(defaultPolicy, both),
  );
});

it('a member that is set back follows the wider scope again', () => {
  const wider = applyChanges(defaultPolicy, { digits: 3, trustedBrowsers: { hours: 24, limit: 9 } });
  const back: PolicyChanges = { digits: undefined, trustedBrowsers: { hours: undefined } };
  const merged = mergeChanges({ digits: 4, trustedBrowsers: { hours: 48, limit: 2 } }, back);
  expect(applyChanges(wider, merged)).toEqual({
    ...wider,
    trustedBrowsers: { ...wider.trustedBrowsers, limit: 2 },
  });
});
