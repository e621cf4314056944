/** What a typed code may be refused for; see `errors.ts`. */
export const passcodeErrors = {
  passcode_malformed: { status: 400, say: 'A code has 6 to 10 digits. Type it as you see it.' },
  passcode_wrong: {
    status: 403,
    say: 'That code is not right. Check it, or type a newer one.',
  },
  passcode_used: { status: 409, say: 'This code was used already. Type another one.' },
  passcode_none: { status: 409, say: 'You have no codes here. Choose another way to sign in.' },
  passcode_off: {
    status: 403,
    say: 'Codes are switched off here. Choose another way to sign in, or ask your help desk.',
  },
  passcode_not_ready: {
    status: 409,
    say: 'The codes of this browser are not set up yet. Unlock your passcodes in the toolbar first.',
  },
  passcode_here: {
    status: 403,
    say: 'A typed code is not enough here. Use a paired browser or a security key.',
  },
} as const;
