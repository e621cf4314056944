/** What may go wrong with the codes that this browser keeps; these never reach the service. See `errors.ts`. */
export const vaultErrors = {
  vault_none: { status: 409, say: 'No passcodes are kept in this browser yet. Set them up in the options.' },
  vault_exists: { status: 409, say: 'Passcodes are kept in this browser already. Unlock them.' },
  vault_locked: { status: 403, say: 'Your passcodes are locked. Unlock them first.' },
  vault_damaged: {
    status: 500,
    say: 'A stored passcode is damaged and cannot be opened. Restore it from your backup.',
  },
  vault_full: {
    status: 507,
    say: 'This computer has no room left, so nothing was changed. Free some space, then try again.',
  },
  vault_changed: {
    status: 409,
    say: 'Your passcodes were changed meanwhile, so nothing was done. Try again.',
  },
  passphrase_wrong: { status: 403, say: 'That is not the passphrase. Nothing was lost; try again.' },
  passphrase_short: { status: 400, say: 'That passphrase is too short. Use at least 10 characters.' },
  unlock_unknown: {
    status: 404,
    say: 'This key does not open your passcodes. Use the passphrase or another key.',
  },
  unlock_last: { status: 409, say: 'This is the only way to unlock your passcodes. Add another one first.' },
  unlock_unsupported: {
    status: 400,
    say: 'This browser or key cannot unlock passcodes. Use a passphrase, or another key.',
  },
  code_unknown: { status: 404, say: 'This code is no longer here.' },
  otpauth_invalid: { status: 400, say: 'That is not a one-time-password secret. Check it and try again.' },
  otpauth_unsupported: {
    status: 400,
    say: 'This kind of code (its type, digits or algorithm) cannot be made here. Keep it in the app that it is in.',
  },
  otpauth_missing: {
    status: 400,
    say: 'This line is no one-time-password link. Check it, or leave it out.',
  },
  import_unknown: {
    status: 400,
    say: 'No codes can be read from this. Use otpauth links, otpauth-migration links, or an export of Aegis or the Authenticator extension.',
  },
  import_encrypted: {
    status: 400,
    say: 'This file is encrypted by another app. Export it there without a password, then delete that file.',
  },
  import_large: { status: 413, say: 'That is more than can be read at once. Split the file.' },
  import_empty: { status: 400, say: 'No code was found in it.' },
  import_busy: { status: 409, say: 'Another import is under way. Wait for it, or cancel it.' },
  import_interrupted: {
    status: 500,
    say: 'The import was interrupted and nothing was added. Start it again.',
  },
  backup_invalid: {
    status: 400,
    say: 'This is no backup of Countersign, or it is damaged. Nothing was changed.',
  },
  field_gone: { status: 409, say: 'The page no longer asks for a code. Copy it instead.' },
  clipboard_refused: { status: 403, say: 'The browser did not let the code be copied. Type it instead.' },
} as const;
