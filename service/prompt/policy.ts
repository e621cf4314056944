/** The members of a policy that the prompt and its factors follow. */
export interface PromptPolicy {
  browserApproval: 'off' | 'click';
  elsewhere: 'number' | 'refuse';
  digits: number;
  askerWithoutNumber: 'refuse' | 'click';
  newUsers: 'invitation' | 'allow' | 'deny';
  lockout: { threshold: number; scope: 'guessable' | 'all'; minutes: number };
  helpDesk: string;
}
