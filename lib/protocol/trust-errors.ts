/** What trusted browsers and the portal may be refused with. */
export const trustErrors = {
  trust_off: {
    status: 403,
    say: 'This browser cannot be remembered for this sign-in. It goes on without.',
  },
  cookies_blocked: {
    status: 403,
    say: 'This browser blocks the cookies of this page, so the sign-in cannot go on. Allow them for this address, then start again from the site.',
  },
  portal_closed: {
    status: 401,
    say: 'The list is closed. Open it again, with a security key or from a sign-in.',
  },
  portal_unproven: {
    status: 403,
    say: 'That did not work. Use a security key or computer that is registered for this user name, and that checks that it is you.',
  },
  portal_refused: {
    status: 403,
    say: 'Managing your devices takes a security key, this computer’s check, or an approval in this browser. Sign in with one of them.',
  },
} as const;
