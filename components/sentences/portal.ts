/** The portal: the service's own page about one's devices. */
export const portalText = {
  title: 'Manage your devices',
  how: 'Open it with a security key or this computer. It has to check that it is you, by PIN, fingerprint or face.',
  username: 'User name',
  usernameHint: 'The one that you sign in with.',
  open: 'Open',
  otherWays: 'Other ways in',
  fromSignIn: 'From a sign-in: choose “Manage devices” once you have confirmed it in this browser.',
  fromOptions: 'From a paired browser: choose “Open the portal” in the options of Countersign.',
  left: 'Closed. You can leave this page.',
  back: (application: string): string => `Go on to ${application}`,
  backWhy: (application: string): string => `Your sign-in to ${application} still waits.`,
  closes: 'Closes by itself in',
  close: 'Close',
} as const;
