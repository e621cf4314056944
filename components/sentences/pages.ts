import { trustErrors } from '../../lib/protocol/trust-errors.ts';

/** What the service's own pages say; apart, so that the popup does not carry it. */

/** In hours. */
const DAY = 24;
const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** The first set-up, and pairing, on the service's pages. */
export const setUpText = {
  comparePage: 'The Countersign button in your toolbar shows six digits too. Compare every one.',
  waitingForBrowser: 'Confirmed here. Now click the Countersign button in your toolbar and confirm there.',
  otherConfirmed: 'The browser has confirmed. Your answer is still needed.',
  browser: 'Browser',
  /** One page each. */
  whys: [
    {
      title: (application: string): string => `${application} asks for a second step`,
      why: 'Passwords are guessed and stolen, often without anybody noticing. With a second step, your password alone opens nothing.',
    },
    {
      title: (): string => 'It takes a moment, and no phone',
      why: 'You touch a key, look at your computer or click once in your browser. You set it up once, now, in a minute or two.',
    },
    {
      title: (): string => 'It is yours alone',
      why: 'Confirm only what you have started yourself, just now. Nobody who is entitled to help you ever asks you for a number, a code or an approval.',
    },
  ],
  pageOf: (page: number, count: number): string => `${page} of ${count}`,
  next: 'Next',
  now: 'Set up now',
  chooseTitle: 'Choose your second step',
  chooseWhy: 'From now on it confirms that it is you. You can add others and change it later.',
  ways: {
    platform: {
      name: 'Use this computer',
      why: 'Fingerprint, face or PIN. Safe from fake pages.',
      added: 'This computer was added.',
    },
    security_key: {
      name: 'Use a security key',
      why: 'Plug it in and touch it. Safe from fake pages.',
      added: 'Your security key was added.',
    },
    push: {
      name: 'Set up this browser',
      why: 'One click in your toolbar, with our extension.',
      added: 'This browser is paired.',
    },
  },
  pairPrivate: 'A private window forgets it. Choose another way here.',
  practice: 'This is a practice: every sign-in will look like this. You can also leave it out.',
  skipPractice: 'Skip the practice',
  anotherTitle: 'Add another way',
  anotherWhy: 'You are signed in. With a second way at hand, losing the first one locks you out of nothing.',
  skip: 'Skip for now',
  ready: 'All is set up',
  readyWhy: 'You can change it later under “Manage devices”, or in the options of Countersign.',
  goOn: 'Go on',
  preparing: 'Preparing…',
  anotherWay: 'Choose another way',
  invitation: 'Set up this browser',
  invitationWhy:
    'Countersign in this browser will confirm your sign-ins from now on. You need the extension installed.',
  setUp: 'Set up this browser',
  open: 'Click the Countersign button in your toolbar',
  openWhy: 'It finds this page by itself and asks whether to pair.',
  otherWays: 'Other ways',
  otherWaysWhy: 'Paste this link into Countersign, or let it scan the code.',
  copy: 'Copy the link',
  copied: 'The link was copied.',
  qr: 'Square code that holds the activation link',
  claimed: (browser: string): string => `${browser} answered. Preparing the digits…`,
  someBrowser: 'A browser',
  contested:
    'Another browser tried to use the same code and was refused. Compare the digits with great care.',
  newLink: 'Show a new link',
  linkGone: 'The link was shown once already. A new one replaces it.',
  donePage: 'This browser now confirms your sign-ins. You can close this page.',
  goingOn: 'Paired. Going on with your sign-in…',
} as const;

export const promptText = {
  signIn: (application: string): string => `Sign in to ${application}`,
  as: 'as',
  starting: 'Asking your browser…',
  choosing: 'Confirm that it is you',
  choosingWhy: 'Send a request to your paired browsers, then approve it there.',
  asks: (devices: string): string => `Goes to: ${devices}`,
  send: 'Send the request',
  here: 'Approve in your toolbar',
  hereWhy: 'Click the Countersign button in your toolbar and approve.',
  elsewhere: 'Type this number in Countersign',
  elsewhereWhy:
    'Open Countersign in a paired browser and type the number there. Nobody will ever ask you for it.',
  number: 'Number',
  asked: (devices: string): string => `Asked: ${devices}`,
  otherBrowser: 'To approve on another browser, choose it under “Other options”.',
  onlyHere: 'Use a paired browser',
  onlyHereWhy:
    'Your organisation allows only sign-ins that start in a paired browser. Open the site there and sign in again.',
  denied: 'You refused this sign-in',
  deniedWhy: 'Nothing was let in. Send a new request if you want to go on.',
  fraud: 'Reported',
  fraudWhy: 'You said that you did not start this sign-in. It was stopped and your help desk was told.',
  failed: 'That was not the number',
  failedWhy: 'The request was ended, to be safe. Send a new one; it shows a new number.',
  expired: 'Nobody answered in time',
  expiredWhy: 'Is your paired browser running? Open Countersign in its toolbar, then send a new request.',
  withdrawn: 'The request was withdrawn',
  withdrawnWhy: 'Send a new one when you are ready.',
  sendAgain: 'Send again',
  sendAgainIn: (left: string): string => `Send again in ${left}`,
  approved: 'Approved',
  approvedWhy: (application: string): string => `Taking you back to ${application}…`,
  goOn: (application: string): string => `Go on to ${application}`,
  over: 'This sign-in cannot go on',
  /** Where there is more to say than `over`. */
  ends: {
    locked_out: 'This account is locked',
    locked_elsewhere: 'This account is locked',
    user_disabled: 'This account is disabled',
  },
  waits: 'Keep this page open: once the account is unlocked, it goes on by itself.',
  otherOptions: 'Other options',
  noPlatform: 'No fingerprint, face or PIN to ask for was found on this computer.',
  nothingHere:
    'None of your ways works in this browser. Sign in where you set one of them up, or ask your help desk.',
  methods: {
    platform: 'This computer',
    security_key: 'Security key',
    push: 'Approve in a paired browser',
    passcode: 'Type a code',
  },
  pushTo: (device: string): string => `Approve in ${device}`,
  toOne: 'Asks this browser alone',
  toAll: (devices: string): string => `Any of them: ${devices}`,
  helpDesk: 'From your help desk',
  help: 'Help',
  offline: 'The connection was lost. Trying again…',
  titles: {
    starting: 'Asking your browser',
    choosing: 'Confirm your sign-in',
    here: 'Waiting for approval',
    number: 'Waiting for the number',
    'only-here': 'Use a paired browser',
    passcode: 'Type your code',
    ended: 'Not approved',
    failed: 'That did not work',
    why: 'Set up a second step',
    'set-up': 'Set up a second step',
    pairing: 'Set up this browser',
    another: 'Add another way',
    question: 'Is this your device?',
    snag: 'Approved',
    done: 'Approved',
    dead: 'Sign-in cannot go on',
  },
} as const;

export const passcodeText = {
  title: 'Type your code',
  label: 'Code',
  verify: 'Verify',
  checking: 'Checking…',
  outOfStep: 'Is a right code refused?',
  outOfStepWhy:
    'A token or browser whose button was pressed often may be out of step. Within five minutes type three of its codes in a row, one after the other: the third is accepted.',
} as const;

/** "Is this your device?", and the way to the list of those that are. */
export const deviceText = {
  question: 'Is this your device?',
  questionWhy: (length: string, application: string | null): string =>
    `If you trust this browser, it needs no second step for ${length}, for ${application ?? 'all applications'}.`,
  length: (hours: number): string => (hours % DAY === 0 ? plural(hours / DAY, 'day') : plural(hours, 'hour')),
  private: 'A private window forgets this.',
  privateWindow: 'Nothing is remembered in a private window.',
  yes: 'Yes, trust this browser',
  no: 'No, other people use it',
  manage: 'Manage devices',
  manageWhy: 'Browsers, keys and trust, once you have confirmed',
  managing: 'Chosen: they open once you have confirmed',
  opening: 'Opening your devices…',
  snags: {
    trust: {
      title: 'This browser is not trusted',
      why: 'Your answer could not be stored, so your next sign-in asks again. This one is confirmed.',
    },
    portal: {
      title: 'Your devices cannot be shown now',
      why: 'They could not be opened. Try it again at your next sign-in. This one is confirmed.',
    },
    refused: {
      title: 'Confirmed, but not for your devices',
      why: trustErrors.portal_refused.say,
    },
  },
} as const;

/** "Prove it is you again": a prompt of the service itself, and where it ends. */
export const stepUpText = {
  title: 'Prove again that it is you',
  approved: 'One moment…',
  done: 'Confirmed',
  doneWhy: 'Countersign goes on by itself. You can close this tab.',
} as const;
