import { type Letter, OTHERWISE } from './letter.ts';

/** How letters call an authenticator. Mails are read anywhere, so that no computer is “this computer” in them. */
interface Called {
  subject: string;
  news: string;
  about: Letter['about'] & {};
}

const KEY: Called = { subject: 'A security key', news: 'A security key', about: 'Key' };

const COMPUTER: Called = {
  subject: 'A computer',
  news: 'A computer’s own authenticator (its fingerprint, face or PIN)',
  about: 'Computer',
};

const added = ({ subject, news, about }: Called): Letter => ({
  person: {
    subject: `${subject} was added to your account`,
    news: `${news} was added to your account. It can be used to sign in from now on.`,
    advice: `If you did this, there is nothing to do. ${OTHERWISE}`,
  },
  about,
  done: 'Done in',
});

const removed = ({ subject, news, about }: Called): Letter => ({
  person: {
    subject: `${subject} was removed from your account`,
    news: `${news} was removed from your account. It can no longer be used to sign in.`,
    advice: `If you did this or asked for it, there is nothing to do. ${OTHERWISE}`,
  },
  about,
  done: 'Done in',
});

const keyCopied: Letter = {
  person: {
    subject: 'A security key of your account may have been copied',
    news: 'A security key of your account behaved as if there were a second one like it. A sound key does not do that.',
    advice:
      'Tell your help desk, and remove this key from your account once you have another way to sign in. If somebody else had your key in their hands, change your password too.',
  },
  administrators: {
    subject: 'Alert: a security key may have been copied',
    news: 'The counter of a security key ran backwards, which happens when there is a copy of the key.',
    advice: 'Talk to the person, give them another way to sign in, and remove this key.',
  },
  about: 'Key',
};

const computerCopied: Letter = {
  person: {
    subject: 'The authenticator of a computer may have been copied',
    news: 'The authenticator of a computer that you sign in with behaved as if there were a second one like it. A sound one does not do that.',
    advice:
      'Tell your help desk, and remove this computer from your account once you have another way to sign in. If somebody else had it in their hands, change your password too.',
  },
  administrators: {
    subject: 'Alert: the authenticator of a computer may have been copied',
    news: 'The counter of a computer’s own authenticator ran backwards, which happens when there is a copy of it.',
    advice: 'Talk to the person, give them another way to sign in, and remove this computer (“keys remove”).',
  },
  about: 'Computer',
};

export const keyLetters: Record<string, Letter> = {
  'credential.added': added(KEY),
  'credential.removed': removed(KEY),
  'credential.clone_suspected': keyCopied,
};

/** Of the same events, where `detail.kind` says so. */
export const computerLetters: Record<string, Letter> = {
  'credential.added': added(COMPUTER),
  'credential.removed': removed(COMPUTER),
  'credential.clone_suspected': computerCopied,
};
