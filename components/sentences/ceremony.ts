/** WebAuthn, on the prompt, on the service's own page for it and in the extension's. */
export const ceremonyText = {
  starting: 'Preparing…',
  added: {
    platform: 'This computer was added. Use it once now to sign in.',
    security_key: 'Your security key was added. Use it once now to sign in.',
  },
  asking: 'Answer your browser’s dialog.',
  over: 'This cannot go on here',
  ownPage: (host: string): string => `Try on ${host}’s own page`,
  matters: {
    use_platform: {
      kind: 'platform',
      title: 'Confirm with this computer',
      why: 'Your browser asks for this computer’s fingerprint, face or PIN.',
      use: 'Use this computer',
      done: 'Confirmed',
      doneWhy: 'Going on…',
    },
    use_security_key: {
      kind: 'security_key',
      title: 'Use your security key',
      why: 'Plug your key in, or hold it near. When your browser asks for it, touch it.',
      use: 'Use my key',
      done: 'Confirmed',
      doneWhy: 'Going on…',
    },
    add_platform: {
      kind: 'platform',
      title: 'Add this computer',
      why: 'Your browser asks for this computer’s fingerprint, face or PIN. It never leaves this computer.',
      use: 'Add this computer',
      done: 'This computer was added',
      doneWhy: 'From now on it can confirm that it is you. You can close this page.',
    },
    add_security_key: {
      kind: 'security_key',
      title: 'Add a security key',
      why: 'Plug your key in, or hold it near. When your browser asks for it, touch it; some keys twice.',
      use: 'Add my key',
      done: 'Your security key was added',
      doneWhy: 'From now on it can confirm that it is you. You can close this page.',
    },
    confirm_platform: {
      kind: 'platform',
      title: 'Confirm that it is you',
      why: 'Your organisation asks for this computer’s fingerprint, face or PIN before a sign-in is approved.',
      use: 'Confirm',
      done: 'Approved',
      doneWhy: 'You can close this page.',
    },
  },
} as const;
