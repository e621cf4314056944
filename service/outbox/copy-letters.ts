import type { Letter } from './letter.ts';

/** A paired browser whose nonce came from two places. */
export const browserForked: Letter = {
  person: {
    subject: 'A browser of your account was suspended',
    news: 'A browser of your account was suspended: there seem to be two copies of it. Neither of them can approve your sign-ins or sign in without asking any more.',
    advice:
      'Tell your help desk before you use that browser for your account again: somebody may have copied it. If you have copied its profile yourself, or restored an old one, tell them that too; they help you to pair it again.',
  },
  administrators: {
    subject: 'Alert: a browser was copied',
    news: 'Two copies of a paired browser were used beside each other, as happens when somebody copies its profile. It was suspended, so that neither of them counts.',
    advice:
      'Talk to the person. If they did not copy or restore the profile themselves, somebody else had their computer or a backup of it: end open sessions at the site, and have the password changed. Then remove the browser (“devices remove”) and invite the person to pair again (“user invite”).',
  },
  about: 'Browser',
};

/** The cookie of a trusted browser came back after it had been replaced. */
export const trustCopied: Letter = {
  person: {
    subject: 'A trusted browser of your account may have been copied',
    news: 'You were not asked for a second step in one of your browsers, and there seem to be two copies of the cookie that stood for it. That browser is not trusted any more.',
    advice:
      'Change your password and tell your help desk: somebody may have copied this browser’s cookies. If you have restored an old copy of it yourself, there is nothing else to do; your next sign-in asks for the second step again.',
  },
  administrators: {
    subject: 'Alert: a trusted browser may have been copied',
    news: 'The cookie that stood for a trusted browser came back after it had been replaced, which happens when somebody has a copy of it. That browser is not trusted any more.',
    advice:
      'Talk to the person. If they did not restore an old copy of the browser themselves, end open sessions at the site, and have the password changed.',
  },
  about: 'Browser',
};
