/** How a person wants to be asked, on the options page. */
export const methodsText = {
  title: 'Sign-in methods',
  why: 'What a sign-in opens with. The others stay one click away, under “Other options”.',
  unpaired: 'Pair this browser first. Then you choose here what a sign-in opens with.',
  loading: 'Asking the service…',
  knownSince: (moment: string): string => `Last known: ${moment}.`,
  busy: 'Another change is under way. Finish or cancel it first.',

  opensWith: 'Open with',
  last: 'What I used last',
  lastWhy: 'What last worked in the same browser, else what last worked anywhere.',
  methods: {
    platform: 'This computer',
    security_key: 'Security key',
    push: 'Push',
    passcode: 'Passcode',
  },
  pushHere: 'Push to this browser',
  pushTo: (name: string): string => `Push to ${name}`,
  pushWhy: 'To the browsers that you choose below.',
  ready: 'Ready',
  missing: 'Not set up',
  notReady: 'Not ready',
  setUp: 'Set up',
  setUpLabel: (name: string): string => `Set up: ${name}`,

  autoPush: 'Send a push automatically',
  autoPushWhy:
    'When a sign-in opens with push, it is sent at once; but not after one that you refused or did not answer.',
  autoPushOff: 'Your organisation has switched this off: you press “Send the request” yourself.',
  sendTo: 'Send a push to',
  sendToWhy: 'Unless you choose a browser at the sign-in itself.',
  toAll: 'All my browsers',
  toLast: 'The browser that I used last',
  toHere: 'Only this browser',
  toOne: (name: string): string => `Only ${name}`,

  applications: 'Different for one application',
  applicationsWhy: 'What you set here wins over the choice above, for that application alone.',
  application: 'Application',
  add: 'Add',
  asAccount: 'As above',
  on: 'On',
  off: 'Off',
  remove: 'Remove',
  removeLabel: (application: string): string => `Remove what is set for ${application}`,
  opensWithFor: (application: string): string => `${application} opens with`,
  autoPushFor: (application: string): string => `Automatic push for ${application}`,

  save: 'Save',
  saved: 'Saved. It holds from your next sign-in on.',
} as const;

/** The person's browsers, on the options page. */
export const browsersText = {
  title: 'Your browsers',
  why: 'Every browser that can approve your sign-ins. Remove one that you no longer use, or do not know.',
  unpaired: 'Pair this browser first. Then you see here every browser that is paired with your account.',
  loading: 'Asking the service…',
  usedLast: 'Used last',
  unpairHere: 'To end this one, unpair it under “Accounts and pairing”.',
  removeAsk: (name: string): string =>
    `Remove “${name}”? It can no longer approve your sign-ins. A tab opens in which you prove that it is you.`,
  renamed: 'Renamed.',
  proves: 'A tab opens first, in which you prove that it is you.',
  show: 'Show the link',
  showWhy: 'It is shown once, and good for an hour.',
} as const;
