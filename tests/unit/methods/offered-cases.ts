import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { Method } from '../../../lib/protocol/prompt.ts';
import type { PolicyChanges } from '../../../service/policies/policy.ts';

/** What somebody may have. `lost browser`: one that was taken from them. */
export type Thing =
  | 'computer'
  | 'key'
  | 'copied key'
  | 'browser'
  | 'lost browser'
  | 'browser codes'
  | 'browser codes not ready'
  | 'token'
  | 'printed codes'
  | 'help-desk code';

/** What an operator has made of an account, and of the groups it is in. */
export type Status =
  | 'locked'
  | 'disabled'
  | 'bypass'
  | 'bypass ended'
  | 'group disabled'
  | 'group bypass'
  | 'group bypass ended'
  | 'invited at the prompt';

export interface OfferedCase {
  /** Nothing: an active account. */
  status?: readonly Status[];
  policy?: PolicyChanges;
  /** The same, for a group that the person is in. */
  groupPolicy?: PolicyChanges;
  has: readonly Thing[];
  /** The prompt is open in a browser that is not paired. */
  elsewhere?: true;
  /** The strongest first; the first of them opens a first prompt. */
  offered?: readonly Method[];
  /** Listed with the reason why they cannot be used. */
  greyed?: Partial<Record<Method, ErrorCode>>;
  /** What the prompt says where it asks for nothing: why nobody gets any further, that they pass, or that they set up. */
  ends?: ErrorCode | 'passes' | 'sets up';
}

const everything = ['computer', 'key', 'browser', 'token', 'printed codes', 'help-desk code'] as const;
const all = ['platform', 'security_key', 'push', 'passcode'] as const;

/** "Other options" in the terms of the specification: status × policy × factors (§5.2, §5.3, §5.8, §5.11, §5.12). */
export const offeredCases: Readonly<Record<string, OfferedCase>> = {
  // What people have.
  'everything, the strongest first': { has: everything, offered: all },
  'a browser alone': { has: ['browser'], offered: ['push'] },
  'this computer alone': { has: ['computer'], offered: ['platform'] },
  'a key and a browser': { has: ['key', 'browser'], offered: ['security_key', 'push'] },
  'a browser and its own codes': { has: ['browser', 'browser codes'], offered: ['push', 'passcode'] },
  'a token alone': { has: ['token'], offered: ['passcode'] },
  'printed codes alone': { has: ['printed codes'], offered: ['passcode'] },
  'codes of a browser that are not set up yet': {
    has: ['browser', 'browser codes not ready'],
    offered: ['push'],
    greyed: { passcode: 'passcode_not_ready' },
  },
  'a code from the help desk alone': { has: ['help-desk code'], offered: ['passcode'] },
  'nothing yet': { has: [], ends: 'enrolment_needed' },
  'nothing yet, and invited at the prompt': {
    status: ['invited at the prompt'],
    has: [],
    ends: 'sets up',
  },
  'nothing yet, where new people are turned away': {
    policy: { newUsers: 'deny' },
    has: [],
    ends: 'denied_by_policy',
  },
  'nothing yet, where new people pass': { policy: { newUsers: 'allow' }, has: [], ends: 'passes' },
  'nothing any more, where new people pass': {
    policy: { newUsers: 'allow' },
    has: ['lost browser'],
    ends: 'enrolment_needed',
  },

  // What policy switches off.
  'everything, without push': {
    policy: { browserApproval: 'off' },
    has: everything,
    offered: ['platform', 'security_key', 'passcode'],
    greyed: { push: 'push_off' },
  },
  'a browser alone, without push': {
    policy: { browserApproval: 'off' },
    has: ['browser'],
    greyed: { push: 'push_off' },
    ends: 'denied_by_policy',
  },
  'everything, without computers': {
    policy: { platform: 'off' },
    has: everything,
    offered: ['security_key', 'push', 'passcode'],
    greyed: { platform: 'platform_off' },
  },
  'everything, without computers for a group': {
    groupPolicy: { platform: 'off' },
    has: everything,
    offered: ['security_key', 'push', 'passcode'],
    greyed: { platform: 'platform_off' },
  },
  'a group that may what others may not': {
    policy: { platform: 'off', securityKeys: 'off' },
    groupPolicy: { securityKeys: 'on' },
    has: ['computer', 'key'],
    offered: ['security_key'],
    greyed: { platform: 'platform_off' },
  },
  'everything, without keys': {
    policy: { securityKeys: 'off' },
    has: everything,
    offered: ['platform', 'push', 'passcode'],
    greyed: { security_key: 'security_keys_off' },
  },
  'a key alone, without keys': {
    policy: { securityKeys: 'off' },
    has: ['key'],
    greyed: { security_key: 'security_keys_off' },
    ends: 'denied_by_policy',
  },
  'everything, without codes': {
    policy: { passcodes: 'off' },
    has: everything,
    offered: ['platform', 'security_key', 'push'],
    greyed: { passcode: 'passcode_off' },
  },
  'everything, all of it off': {
    policy: { browserApproval: 'off', platform: 'off', securityKeys: 'off', passcodes: 'off' },
    has: everything,
    greyed: {
      platform: 'platform_off',
      security_key: 'security_keys_off',
      push: 'push_off',
      passcode: 'passcode_off',
    },
    ends: 'denied_by_policy',
  },
  'a code from the help desk, without codes': {
    policy: { passcodes: 'off' },
    has: ['browser', 'help-desk code'],
    offered: ['push'],
  },
  'a code from the help desk, hidden': {
    policy: { bypassCodes: 'hidden' },
    has: ['browser', 'help-desk code'],
    offered: ['push'],
  },
  'a code from the help desk alone, hidden': {
    policy: { bypassCodes: 'hidden' },
    has: ['help-desk code'],
    ends: 'enrolment_needed',
  },
  'a code from the help desk beside a token, hidden': {
    policy: { bypassCodes: 'hidden' },
    has: ['token', 'help-desk code'],
    offered: ['passcode'],
  },
  'codes of a browser where an approval takes the computer too': {
    policy: { browserApproval: 'user_verification' },
    has: ['computer', 'browser', 'browser codes'],
    offered: ['platform', 'push'],
  },
  'a token where an approval takes the computer too': {
    policy: { browserApproval: 'user_verification' },
    has: ['computer', 'browser', 'token'],
    offered: ['platform', 'push', 'passcode'],
  },
  'a key that may have been copied': {
    has: ['copied key', 'browser'],
    offered: ['push'],
    greyed: { security_key: 'authenticator_clone' },
  },
  'a key alone that may have been copied': {
    has: ['copied key'],
    greyed: { security_key: 'authenticator_clone' },
    ends: 'denied_by_policy',
  },
  'a key that may have been copied, where that is only told': {
    policy: { cloneSuspected: 'warn' },
    has: ['copied key'],
    offered: ['security_key'],
  },
  'two keys of which one may have been copied': {
    has: ['key', 'copied key'],
    offered: ['security_key'],
  },

  // What happened to the account. The person's own status counts before their groups'.
  'locked out: what can be guessed is closed': {
    status: ['locked'],
    has: everything,
    offered: ['platform', 'security_key', 'push'],
    greyed: { passcode: 'locked_out' },
  },
  'locked out with nothing but what can be guessed': {
    status: ['locked'],
    has: ['token'],
    greyed: { passcode: 'locked_out' },
    ends: 'locked_out',
  },
  'locked out with nothing but a code from the help desk': {
    status: ['locked'],
    has: ['help-desk code'],
    greyed: { passcode: 'locked_out' },
    ends: 'locked_out',
  },
  'locked out, in a browser that is not paired': {
    status: ['locked'],
    elsewhere: true,
    has: everything,
    offered: ['platform', 'security_key'],
    greyed: { push: 'locked_elsewhere', passcode: 'locked_out' },
  },
  'locked out with a browser alone, in another one': {
    status: ['locked'],
    elsewhere: true,
    has: ['browser'],
    greyed: { push: 'locked_elsewhere' },
    ends: 'locked_elsewhere',
  },
  'locked out with a browser that approves nothing, in another one': {
    status: ['locked'],
    elsewhere: true,
    policy: { browserApproval: 'off' },
    has: ['browser', 'token'],
    greyed: { push: 'push_off', passcode: 'locked_out' },
    ends: 'locked_out',
  },
  'locked out of everything, in a browser that is not paired': {
    status: ['locked'],
    elsewhere: true,
    policy: { lockout: { scope: 'all' } },
    has: ['key', 'browser'],
    greyed: { security_key: 'locked_out', push: 'locked_out' },
    ends: 'locked_out',
  },
  'locked out of everything': {
    status: ['locked'],
    policy: { lockout: { scope: 'all' } },
    has: ['key', 'browser'],
    greyed: { security_key: 'locked_out', push: 'locked_out' },
    ends: 'locked_out',
  },
  disabled: {
    status: ['disabled'],
    has: ['key', 'browser'],
    greyed: { security_key: 'user_disabled', push: 'user_disabled' },
    ends: 'user_disabled',
  },
  'disabled by a group': {
    status: ['group disabled'],
    has: ['browser'],
    greyed: { push: 'user_disabled' },
    ends: 'user_disabled',
  },
  'let in without a second step': { status: ['bypass'], has: everything, ends: 'passes' },
  'let in without a second step, and nothing to prove it with': {
    status: ['bypass'],
    has: [],
    ends: 'passes',
  },
  'let in until a moment ago': { status: ['bypass ended'], has: ['browser'], offered: ['push'] },
  'let in by a group': { status: ['group bypass'], has: ['browser'], ends: 'passes' },
  'let in by a group until a moment ago': {
    status: ['group bypass ended'],
    has: ['browser'],
    offered: ['push'],
  },
  'let in, though locked out': { status: ['bypass', 'locked'], has: ['token'], ends: 'passes' },
  'let in by a group, but locked out': {
    status: ['group bypass', 'locked'],
    has: ['token'],
    greyed: { passcode: 'locked_out' },
    ends: 'locked_out',
  },
  'let in by a group, but disabled': {
    status: ['disabled', 'group bypass'],
    has: ['browser'],
    greyed: { push: 'user_disabled' },
    ends: 'user_disabled',
  },
  'let in, though a group is disabled': {
    status: ['bypass', 'group disabled'],
    has: ['browser'],
    ends: 'passes',
  },
  'let in by one group, disabled by another': {
    status: ['group bypass', 'group disabled'],
    has: ['browser'],
    greyed: { push: 'user_disabled' },
    ends: 'user_disabled',
  },
};
