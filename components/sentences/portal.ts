/** The portal: the service's own page about one's devices. */
export const portalText = {
  title: 'Manage your devices',
  how: 'Open it with a security key or this computer. It has to check that it is you, by PIN, fingerprint or face.',
  howAgain:
    'Use a security key or this computer: it has to check that it is you, by PIN, fingerprint or face. You can also come back from a new sign-in.',
  username: 'User name',
  usernameHint: 'The one that you sign in with.',
  open: 'Open',
  prove: 'Prove it',
  otherWays: 'Other ways in',
  fromSignIn: 'From a sign-in: choose “Manage devices” once you have confirmed it in this browser.',
  fromOptions: 'From a paired browser: choose “Open the portal” in the options of Countersign.',
  left: 'Closed. You can leave this page.',
  back: (application: string): string => `Go on to ${application}`,
  backWhy: (application: string): string => `Your sign-in to ${application} still waits.`,
  backToList: 'Back to the list',
  closes: 'Closes by itself in',
  close: 'Close',
  devices: 'Browsers and security keys',
  devicesWhy: 'Everything that can confirm your sign-ins. Remove what you no longer use, or do not know.',
  noDevices: 'Nothing is set up yet.',
  kinds: { browser: 'Paired browser', platform: 'A computer’s own lock', security_key: 'Security key' },
  clone: 'May be copied',
  cloneWhy: 'Its counter ran backwards, so there may be a copy of it. Remove it and tell your help desk.',
  removeAsk: (name: string, here: boolean): string =>
    `Remove “${name}”? It can no longer confirm your sign-ins.${here ? ' It is the browser that you are using.' : ''}`,
  done: { rename: 'Renamed.', remove: 'Removed.' },
} as const;
