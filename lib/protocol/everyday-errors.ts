/** What may be refused anywhere; see `errors.ts`. */
export const everydayErrors = {
  bad_request: { status: 400, say: 'The request was not understood. Reload the page and try again.' },
  too_large: { status: 413, say: 'The request is too large.' },
  too_many: { status: 429, say: 'Too many tries. Wait a moment, then try again.' },
  not_found: { status: 404, say: 'There is nothing here. Check the address.' },
  wrong_origin: { status: 403, say: 'This request came from another site, so it was refused.' },
  internal: {
    status: 500,
    say: 'Something went wrong on our side. Try again; if it stays, tell your help desk.',
  },
  unreachable: {
    status: 503,
    say: 'The service cannot be reached. Check your connection; nothing was approved.',
  },

  proof_missing: { status: 401, say: 'This browser did not prove itself. Pair it again from the toolbar.' },
  proof_invalid: { status: 401, say: 'This browser’s proof was refused. Pair it again from the toolbar.' },
  proof_expired: { status: 401, say: 'This computer’s clock is off. Set it to automatic, then try again.' },
  proof_replayed: { status: 401, say: 'The same request arrived twice, so the second was refused.' },
  device_unknown: {
    status: 401,
    say: 'This browser is no longer paired. Ask your help desk for an invitation.',
  },
  device_suspended: {
    status: 403,
    say: 'This browser was suspended, after a report or because a copy of it was used. Ask your help desk to pair it again.',
  },

  transaction_not_yours: {
    status: 403,
    say: 'This sign-in was started in another browser, or it has ended. Start again from the site.',
  },
  transaction_expired: { status: 410, say: 'This sign-in took too long. Start again from the site.' },
  transaction_state: { status: 409, say: 'This sign-in has already moved on. Reload the page.' },
  presence_refused: {
    status: 403,
    say: 'This prompt could not be tied to this browser. Use the number instead.',
  },

  push_unknown: { status: 404, say: 'This request no longer exists.' },
  push_expired: { status: 410, say: 'This request has expired. Send a new one from the sign-in page.' },
  push_decided: { status: 409, say: 'This request was already answered.' },
  push_off: {
    status: 403,
    say: 'Approving in the browser is switched off here. Ask your help desk for another way.',
  },
  push_no_device: {
    status: 409,
    say: 'No browser of yours is paired. Ask your help desk for an invitation.',
  },
  push_waiting: { status: 409, say: 'A request is already waiting. Answer it, or let it expire.' },
  push_backoff: {
    status: 429,
    say: 'The last requests were not approved. Wait a little before sending another.',
  },
  push_muted: {
    status: 429,
    say: 'Requests from elsewhere are paused after a report. Sign in from a paired browser, or ask your help desk.',
  },
  number_needed: { status: 403, say: 'Type the number that the sign-in page shows.' },
  number_wrong: { status: 403, say: 'That was not the number. The request was ended; send a new one.' },
  elsewhere_refused: {
    status: 403,
    say: 'Your organisation lets a sign-in be approved only in the browser where it was started.',
  },
  disowned: {
    status: 403,
    say: 'Another of your browsers said that this sign-in was not you, so it was ended. Tell your help desk.',
  },
  not_me_too_late: { status: 410, say: 'More than five minutes have passed. Tell your help desk at once.' },

  locked_out: {
    status: 403,
    say: 'Too many wrong tries: this account is locked. Ask your help desk to unlock it.',
  },
  user_disabled: { status: 403, say: 'This account is disabled. Ask your help desk.' },
  denied_by_policy: {
    status: 403,
    say: 'Your organisation does not allow this sign-in. Ask your help desk.',
  },
  enrolment_needed: {
    status: 403,
    say: 'No second step is set up for this account. Open your invitation, or ask your help desk for one.',
  },

  invitation_unknown: { status: 404, say: 'This invitation is not valid. Ask your help desk for a new one.' },
  invitation_expired: { status: 410, say: 'This invitation has expired. Ask your help desk for a new one.' },
  invitation_used: {
    status: 409,
    say: 'This invitation was already used. If that was not you, tell your help desk.',
  },
  activation_unknown: {
    status: 404,
    say: 'This activation code is not valid. Start again from your invitation.',
  },
  activation_expired: {
    status: 410,
    say: 'This activation code has expired. Start again from your invitation.',
  },
  activation_used: {
    status: 409,
    say: 'This activation code was already used by another browser. If that was not you, answer “They don’t”.',
  },
  pairing_refused: {
    status: 409,
    say: 'The pairing was stopped because the digits did not match. Start again.',
  },
  pairing_state: { status: 409, say: 'The pairing has already moved on. Look at the page that began it.' },
  commitment_broken: {
    status: 403,
    say: 'The pairing could not be verified. Start again from your invitation.',
  },
  last_method: {
    status: 409,
    say: 'This is the only way that you can sign in. Add another one first, or ask your help desk.',
  },
  authenticator_none: {
    status: 409,
    say: 'No security key or computer of yours is registered. Choose another way to sign in.',
  },
  verification_needed: {
    status: 403,
    say: 'Approving here also takes this computer’s fingerprint, face or PIN. Open the request from the toolbar.',
  },

  service_untrusted: {
    status: 502,
    say: 'The service could not prove itself. Do not approve; tell your help desk.',
  },
  not_paired: { status: 409, say: 'Pair this browser first.' },
  link_invalid: {
    status: 400,
    say: 'That is not an activation link. Copy the whole link from the set-up page.',
  },
  permission_missing: {
    status: 403,
    say: 'The browser has not allowed Countersign to talk to this service. Allow it when asked.',
  },
  sender_refused: { status: 403, say: 'This message came from a page that may not send it.' },
  prompt_gone: { status: 409, say: 'The sign-in page is no longer open. Use the number, or start again.' },
} as const;
