/** What a security key's use, or the proof before it, may be refused with; the popup never says these. */
export const ceremonyErrors = {
  authenticator_unknown: {
    status: 403,
    say: 'This authenticator is not registered for your account. Use another one, or another way to sign in.',
  },
  authenticator_registered: {
    status: 409,
    say: 'This authenticator is already registered. Use another one, or remove the old entry first.',
  },
  authenticator_limit: {
    status: 409,
    say: 'Your account has as many keys as it can have. Remove one that you no longer use, then add this one.',
  },
  authenticator_clone: {
    status: 403,
    say: 'This security key may have been copied, so it was refused. Sign in another way and tell your help desk.',
  },
  challenge_used: {
    status: 409,
    say: 'This attempt was already used or took longer than five minutes. Start it again.',
  },
  challenge_wrong: {
    status: 403,
    say: 'The authenticator answered another question than ours. Start again from the sign-in page.',
  },
  ceremony_origin: {
    status: 403,
    say: 'The authenticator was used on another page than ours, so it was refused. Check the address, and start again.',
  },
  ceremony_embedded: {
    status: 403,
    say: 'The authenticator was used inside another site’s page, so it was refused. Open the sign-in page itself.',
  },
  ceremony_rp: {
    status: 403,
    say: 'The authenticator answered for another service, so it was refused. Check the address, and start again.',
  },
  ceremony_type: { status: 403, say: 'The authenticator did something else than was asked. Start again.' },
  ceremony_algorithm: {
    status: 403,
    say: 'This authenticator signs in a way that is not accepted here. Use another one.',
  },
  ceremony_signature: {
    status: 403,
    say: 'The authenticator’s signature is not right. Try again; if it stays, use another way.',
  },
  ceremony_malformed: {
    status: 400,
    say: 'The authenticator’s answer was not understood. Try again; if it stays, use another way.',
  },
  user_presence_missing: {
    status: 403,
    say: 'The authenticator was not touched. Try again, and touch it when it asks.',
  },
  user_verification_missing: {
    status: 403,
    say: 'The authenticator did not check that it is you. Try again with its PIN, fingerprint or face.',
  },
  user_handle_wrong: {
    status: 403,
    say: 'This authenticator belongs to another account. Use one that is registered for yours.',
  },
  backup_changed: {
    status: 403,
    say: 'This authenticator reports other properties than when it was registered. Remove it and register it again.',
  },
  step_up_needed: {
    status: 403,
    say: 'Prove again that it is you: the last proof was for something else, or is more than five minutes old.',
  },
  step_up_gone: {
    status: 410,
    say: 'This page can be opened once, within a minute. Start again from the options page.',
  },
  ceremony_cancelled: {
    status: 409,
    say: 'The browser’s dialog was closed or took too long. Try again when you are ready.',
  },
  ceremony_unsupported: {
    status: 409,
    say: 'No authenticator of this kind was found here. Plug the key in, or choose another way.',
  },
  ceremony_host: {
    status: 409,
    say: 'The browser does not let this page use your keys for this service. Go on with the service’s own page.',
  },
  ceremony_closed: {
    status: 409,
    say: 'The page was closed before it was done, so nothing was changed. Start again when you are ready.',
  },
} as const;
