import type { Policy, PolicyChanges } from '../policies/policy.ts';

/** Every member of a policy, and what it takes. */
export const MEMBERS: Record<string, string> = {
  browserApproval: 'off, click or user_verification',
  elsewhere: 'number or refuse',
  digits: '3 to 6',
  askerWithoutNumber: 'refuse or click',
  passcodes: 'on or off',
  platform: 'on or off',
  securityKeys: 'on or off',
  bypassCodes: 'shown or hidden',
  autoPush: 'on or off',
  verifiedPush: 'elsewhere or always',
  newUsers: 'invitation, allow or deny',
  'lockout.threshold': '1 to 9999',
  'lockout.scope': 'guessable or all',
  'lockout.minutes': '0 (until unlocked), or 5 to 30000',
  cloneSuspected: 'warn or refuse',
  'trustedBrowsers.hours': '0 (not at all), or 12 to 8760',
  'trustedBrowsers.scope': 'application or all',
  'trustedBrowsers.deviceKey': 'required or optional',
  'trustedBrowsers.limit': '1 to 50',
  'trustedBrowsers.whileLocked': 'keep or suspend',
  helpDesk: 'a text of at most 300 characters',
};

/** What a policy, or a change of it, says of one member, such as `lockout.threshold`. */
export function valueAt(policy: Policy | PolicyChanges, member: string): unknown {
  return member
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], policy);
}
