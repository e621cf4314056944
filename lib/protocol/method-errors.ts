/** What may be refused about choosing how to sign in, and about one's own browsers; see `errors.ts`. */
export const methodErrors = {
  platform_off: {
    status: 403,
    say: 'Your organisation does not let you sign in with this computer’s own sensor. Choose another way.',
  },
  security_keys_off: {
    status: 403,
    say: 'Your organisation does not let you sign in with a security key. Choose another way.',
  },
  bypass_hidden: {
    status: 403,
    say: 'Codes from the help desk are not accepted here. Choose another way, or ask your help desk.',
  },
  method_missing: { status: 409, say: 'You have not set this up yet. Set it up, or choose another way.' },
  locked_elsewhere: {
    status: 403,
    say: 'Too many wrong tries: this account is locked. Sign in from a paired browser, or ask your help desk to unlock it.',
  },
  push_browser_gone: {
    status: 409,
    say: 'That browser is no longer paired. Choose another browser, or another way.',
  },
  version_conflict: {
    status: 412,
    say: 'This was changed in another browser meanwhile. What you see now is the newest; change it again if you still want to.',
  },
  version_missing: { status: 428, say: 'The page is too old for this change. Reload it and try again.' },
  proof_again: {
    status: 403,
    say: 'It has been a while since you proved that it is you. Prove it again, then change it.',
  },
  settings_offline: {
    status: 503,
    say: 'The service cannot be reached, so nothing can be changed now. Try again when you are online.',
  },
} as const;
