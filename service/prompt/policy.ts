/** The members of a policy that the prompt and its factors follow. */
export interface PromptPolicy {
  browserApproval: 'off' | 'click' | 'user_verification';
  elsewhere: 'number' | 'refuse';
  digits: number;
  askerWithoutNumber: 'refuse' | 'click';
  passcodes: 'on' | 'off';
  platform: 'on' | 'off';
  securityKeys: 'on' | 'off';
  bypassCodes: 'shown' | 'hidden';
  autoPush: 'on' | 'off';
  verifiedPush: 'elsewhere' | 'always';
  newUsers: 'invitation' | 'allow' | 'deny';
  lockout: { threshold: number; scope: 'guessable' | 'all'; minutes: number };
  cloneSuspected: 'warn' | 'refuse';
  helpDesk: string;
}
