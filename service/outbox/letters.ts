import { OWN_APPLICATION } from '../../lib/protocol/ids.ts';
import type { AuditEntry } from '../room.ts';
import { computerLetters, keyLetters } from './authenticator-letters.ts';
import { accountBypass, groupBypass } from './bypass-letters.ts';
import { browserForked, trustCopied } from './copy-letters.ts';
import { type Letter, OTHERWISE } from './letter.ts';

const browserAdded: Letter = {
  person: {
    subject: 'A browser was paired with your account',
    news: 'A browser was paired with your account. It can approve your sign-ins from now on.',
    advice: `If you did this, there is nothing to do. ${OTHERWISE}`,
  },
  about: 'Browser',
};

const browserRemoved: Letter = {
  person: {
    subject: 'A browser was removed from your account',
    news: 'A browser was removed from your account. It can no longer approve your sign-ins.',
    advice: `If you did this or asked for it, there is nothing to do. ${OTHERWISE}`,
  },
  about: 'Browser',
};

const browserReplaced: Letter = {
  person: {
    subject: 'A browser of your account was replaced',
    news: 'A new browser was paired with your account in the place of this one, which can no longer approve your sign-ins.',
    advice: `If you did this, there is nothing to do. ${OTHERWISE}`,
  },
  about: 'Browser',
};

const browserSuspended: Letter = {
  person: {
    subject: 'A browser of your account was suspended',
    news: 'A browser of your account was suspended: somebody else may have used it. It can no longer approve your sign-ins.',
    advice:
      'If you reported it yourself, your report was received. If you did not expect this, tell your help desk. Either way, ask them before you use that browser for your account again.',
  },
  administrators: {
    subject: 'Alert: a browser was suspended',
    news: 'A browser that is paired with an account was suspended: somebody other than its owner may have used it.',
    advice:
      'Talk to the person, and end open sessions at the site if there are any. Then remove the browser (“devices remove”) and invite the person to pair again (“user invite”).',
  },
  about: 'Browser',
};

const methodsWeakened: Letter = {
  person: {
    subject: 'How you are asked to sign in was changed',
    news: 'One of your paired browsers changed how you are asked when you sign in, and it now asks less of whoever signs in: by a weaker method first, by a request that is sent by itself, or in fewer of your browsers.',
    advice: `If you did this, there is nothing to do. ${OTHERWISE}`,
  },
  done: 'Done in',
};

const codesPrinted: Letter = {
  person: {
    subject: 'Codes were printed for your account',
    news: 'New codes to print were made for your account. Each of them can be used to sign in once, and those printed before no longer count.',
    advice: `If you did this, keep them where nobody else finds them. ${OTHERWISE}`,
  },
  done: 'Done in',
};

const bypassMade: Letter = {
  person: {
    subject: 'Your help desk made a code for you',
    news: 'Your help desk made a code by which you can sign in to your account without your usual second step.',
    advice:
      'If you asked for it, there is nothing to do. If you did not, tell your help desk at once: somebody else may have asked in your name. Nobody who means well ever asks you for this code.',
  },
};

const tokenAssigned: Letter = {
  person: {
    subject: 'A token was added to your account',
    news: 'A device that shows codes was added to your account. Its codes can be used to sign in from now on.',
    advice:
      'If you have it in your hands, there is nothing to do. If you do not, and nobody has told you that it is on its way, tell your help desk at once.',
  },
  about: 'Token',
};

const browserTrusted: Letter = {
  person: {
    subject: 'A browser is trusted for your account',
    news: 'Somebody answered “Yes, trust this browser” after a sign-in to your account. For a while it signs in without your second step.',
    advice:
      'If that was you, there is nothing to do. If it was not, tell your help desk at once: they end it, and somebody may have talked you into approving a sign-in that was not yours.',
  },
  about: 'Browser',
};

const signInReported: Letter = {
  person: {
    subject: 'A sign-in to your account was reported',
    news: 'A sign-in to your account was refused and reported with the words “I didn’t start this”.',
    advice:
      'If you reported it, change your password now: whoever started that sign-in seems to know it. If you reported nothing, tell your help desk at once: somebody else may be using your browser.',
  },
  administrators: {
    subject: 'Alert: a sign-in was reported by its owner',
    news: 'A person refused a sign-in with the words “I didn’t start this”. Whoever started it seems to know the password.',
    advice:
      'Have the password changed. “operator log” shows what else happened to this account. Requests from elsewhere are muted for a while.',
  },
  done: 'Reported in',
};

const changeReported: Letter = {
  person: {
    subject: 'A change to your account was reported',
    news: 'A browser that is paired with your account asked to change how you sign in, and that was refused with the words “I didn’t start this”.',
    advice:
      'If you reported it, tell your help desk at once: somebody else may have one of your paired browsers. If you reported nothing, tell them as well.',
  },
  administrators: {
    subject: 'Alert: a change to an account was reported by its owner',
    news: 'A browser that is paired with an account asked to change how its owner signs in, and the person refused with the words “I didn’t start this”. Somebody else may have that browser, or a copy of it.',
    advice:
      'Find the browser in “operator log” (“step_up.begun”), talk to the person, and remove it (“devices remove”).',
  },
  done: 'Reported in',
};

const lockedOut: Letter = {
  person: {
    subject: 'Your account was locked',
    news: 'Your account was locked after too many wrong numbers or codes in a row.',
    advice:
      'If these tries were yours, ask your help desk to unlock the account. If they were not, tell your help desk as well, and change your password: whoever tried seems to know it.',
  },
  administrators: {
    subject: 'Alert: an account was locked',
    news: 'An account was locked after too many wrong numbers or codes in a row.',
    advice:
      'Ask the person whether the tries were theirs. If so, unlock the account (“user unlock”); if not, have the password changed first.',
  },
};

/** Which events of the audit log are told by mail. */
const letters: Record<string, Letter> = {
  'device.added': browserAdded,
  'device.removed': browserRemoved,
  'device.suspended': browserSuspended,
  ...keyLetters,
  'methods.changed': methodsWeakened,
  'printed.made': codesPrinted,
  'bypass.made': bypassMade,
  'token.assigned': tokenAssigned,
  'push.denied': signInReported,
  'user.locked_out': lockedOut,
  'user.bypass_begun': accountBypass,
  'group.bypass_begun': groupBypass,
  'trust.made': browserTrusted,
  'trust.copied': trustCopied,
};

/** The letter that tells of an entry; null if none does, as for most. */
export function letterOf({
  event,
  reason,
  application,
  device,
  detail,
}: Pick<AuditEntry, 'event' | 'reason' | 'application' | 'device' | 'detail'>): Letter | null {
  if (event === 'push.denied' && reason !== 'fraud') return null;
  if (event === 'methods.changed' && reason !== 'weaker') return null;
  // Behind a step-up is a paired browser, and no password.
  if (event === 'push.denied' && application === OWN_APPLICATION) return changeReported;
  // A paired browser is the person's own; any other could be that of whoever talked them into approving.
  if (event === 'trust.made' && device) return null;
  if (event === 'device.suspended' && reason === 'forked') return browserForked;
  if (event === 'device.removed' && reason === 'replaced') return browserReplaced;
  const ofComputer = detail?.kind === 'platform' ? computerLetters[event] : undefined;
  return ofComputer ?? letters[event] ?? null;
}
