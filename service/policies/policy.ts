import * as v from 'valibot';

const Lockout = v.strictObject({
  /** Consecutive wrong secrets that lock the account (§5.12). */
  threshold: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999)),
  /** What a lock-out blocks: factors whose secret can be guessed, or everything. A security key is never blocked by `guessable`. */
  scope: v.picklist(['guessable', 'all']),
  /** Minutes until it ends by itself; 0: until the operator unlocks. */
  minutes: v.pipe(
    v.number(),
    v.integer(),
    v.check((minutes) => minutes === 0 || (minutes >= 5 && minutes <= 30_000), '0, or 5 to 30000'),
  ),
});

const TrustedBrowsers = v.strictObject({
  /** For how long a browser may be trusted; 0: not at all (§5.9). */
  hours: v.pipe(
    v.number(),
    v.integer(),
    v.check((hours) => hours === 0 || (hours >= 12 && hours <= 8_760), '0, or 12 to 8760'),
  ),
  /** What one answer counts for: the application that was signed in to, or all that say `all`. */
  scope: v.picklist(['application', 'all']),
  /** Whether a cookie will do where the extension is not there to answer with its key. */
  deviceKey: v.picklist(['required', 'optional']),
  /** Browsers of one person; the one that was not used for longest gives way. */
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)),
  /** Whoever knows the password can lock the account, so a lock-out does not end trust; it may rest while it lasts. */
  whileLocked: v.picklist(['keep', 'suspend']),
});

const Policy = v.strictObject({
  /**
   * `off`: push to browsers is not offered. `click`: one click approves where presence is proven.
   * `user_verification`: every approval also takes the fingerprint, face or PIN of the computer that approves.
   */
  browserApproval: v.picklist(['off', 'click', 'user_verification']),
  /** An approval without presence: by the number that the prompt shows, or not at all. */
  elsewhere: v.picklist(['number', 'refuse']),
  /** Digits of the number; six are about 20 bits (§5.4, §6.8). */
  digits: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(6)),
  /** Where the asker cannot show a number: refuse what is not proven present, or let a click do. */
  askerWithoutNumber: v.picklist(['refuse', 'click']),
  /** Codes that are typed: of paired browsers, hardware tokens, printed lists and the help desk. */
  passcodes: v.picklist(['on', 'off']),
  /** This computer's own authenticator, and security keys, as a way to sign in and to set up. */
  platform: v.picklist(['on', 'off']),
  securityKeys: v.picklist(['on', 'off']),
  /** Whether the prompt takes codes from the help desk; `hidden`: they are neither offered nor accepted (§5.8). */
  bypassCodes: v.picklist(['shown', 'hidden']),
  /** Whether a prompt that opens with push may send it by itself (§5.2.4). */
  autoPush: v.picklist(['on', 'off']),
  /** Whom the number is asked of: whoever signs in elsewhere, or everybody (§5.4). */
  verifiedPush: v.picklist(['elsewhere', 'always']),
  /** People without a second step: only by invitation, let in without one, or turned away. */
  newUsers: v.picklist(['invitation', 'allow', 'deny']),
  lockout: Lockout,
  /** A security key whose counter ran backwards, as it does where there is a copy: told only, or refused from then on. */
  cloneSuspected: v.picklist(['warn', 'refuse']),
  trustedBrowsers: TrustedBrowsers,
  /** The help desk's own words on every dead end. */
  helpDesk: v.pipe(v.string(), v.maxLength(300)),
});
export type Policy = v.InferOutput<typeof Policy>;

/** What a scope's own row changes; what it leaves out follows the wider scope. */
export const PolicyChanges = v.strictObject({
  ...v.partial(Policy).entries,
  lockout: v.optional(v.partial(Lockout)),
  trustedBrowsers: v.optional(v.partial(TrustedBrowsers)),
});
export type PolicyChanges = v.InferOutput<typeof PolicyChanges>;

/** What a group's row may change: how its members prove themselves. */
export const GroupChanges = v.pick(PolicyChanges, [
  'browserApproval',
  'passcodes',
  'platform',
  'securityKeys',
  'bypassCodes',
  'autoPush',
  'verifiedPush',
]);

export const defaultPolicy: Policy = {
  browserApproval: 'click',
  elsewhere: 'number',
  digits: 6,
  askerWithoutNumber: 'refuse',
  passcodes: 'on',
  platform: 'on',
  securityKeys: 'on',
  bypassCodes: 'shown',
  autoPush: 'on',
  verifiedPush: 'elsewhere',
  newUsers: 'invitation',
  lockout: { threshold: 10, scope: 'guessable', minutes: 0 },
  cloneSuspected: 'refuse',
  trustedBrowsers: { hours: 0, scope: 'application', deviceKey: 'optional', limit: 5, whileLocked: 'keep' },
  helpDesk: '',
};

/** The members that have members. */
type Nested = { [Name in keyof Policy]: Policy[Name] extends object ? Name : never }[keyof Policy];
const NESTED = (Object.keys(defaultPolicy) as (keyof Policy)[]).filter(
  (name): name is Nested => typeof defaultPolicy[name] === 'object',
);

/** Later changes win, member by member. */
export function applyChanges(policy: Policy, changes: PolicyChanges): Policy {
  const nested = NESTED.map((name) => [name, { ...policy[name], ...defined(changes[name] ?? {}) }]);
  return { ...policy, ...defined(changes), ...Object.fromEntries(nested) };
}

/** Earlier and later changes as one: later ones win, member by member. */
export function mergeChanges(earlier: PolicyChanges, later: PolicyChanges): PolicyChanges {
  const nested = NESTED.flatMap((name) => {
    const members = { ...earlier[name], ...later[name] };
    return Object.keys(members).length > 0 ? [[name, members]] : [];
  });
  return { ...earlier, ...later, ...Object.fromEntries(nested) };
}

const defined = <Shape extends object>(value: Shape) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Shape]: Exclude<Shape[Key], undefined>;
  };
