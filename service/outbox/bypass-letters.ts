import type { Letter } from './letter.ts';

/** For a while a password alone is enough: whoever has it must not be the only one who knows. */
export const accountBypass: Letter = {
  person: {
    subject: 'Your account needs no second step for a while',
    news: 'Your help desk has switched off the second step of your account. Until it is on again, your password alone is enough to sign in.',
    advice:
      'If you asked for it, there is nothing to do. If you did not, tell your help desk at once: somebody else may have asked in your name.',
  },
  administrators: {
    subject: 'Alert: an account needs no second step for a while',
    news: 'A bypass has begun for an account: until it ends, the password alone is enough to sign in.',
    advice:
      'If you know why, there is nothing to do. If you do not, end it (“user status NAME active” or “disabled”, or “group leave” where a group gives it), and find out who began it.',
  },
  about: 'Group',
};

/** The members are not told one by one: a group may be all of a university. */
export const groupBypass: Letter = {
  administrators: {
    subject: 'Alert: a group needs no second step for a while',
    news: 'A bypass has begun for a group: until it ends, the password alone is enough for its members to sign in.',
    advice:
      'If you know why, there is nothing to do. If you do not, end it (“group status GROUP active” or “disabled”), and find out who began it.',
  },
  about: 'Group',
};
