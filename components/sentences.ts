/**
 * Every sentence that a screen says, in one place; another language is one more set of files like this.
 * What went wrong is said by `lib/protocol/errors.ts`.
 */
export const commonText = {
  name: 'Countersign',
  until: (moment: string): string => `Until ${moment}`,
  cancel: 'Cancel',
  back: 'Back',
  startAgain: 'Start again',
  tryAgain: 'Try again',
  loading: 'Loading…',
} as const;

export const requestText = {
  here: 'Started in this browser',
  elsewhere: 'NOT started in this browser',
  place: 'Place',
  unknownPlace: 'Unknown place',
  browser: 'Browser',
  service: 'Service',
  tab: 'This tab',
  unseenTab: 'Not visible to Countersign',
  number: 'Number on the sign-in page',
  numberHint: (digits: number): string => `${digits} digits`,
  otherTab: (host: string): string =>
    `Are you signing in on the page in front of you? It is ${host}, which is not your sign-in service. Do not type the number.`,
  fromToolbar: 'Open from the toolbar to answer',
  fromToolbarWhy:
    'Close this and click the Countersign button in your toolbar, with a web page in front of you (not an empty tab), so that the page can be named here.',
  approve: 'Approve',
  approveLabel: (application: string): string => `Approve the sign-in to ${application}`,
  verify: 'Next, this computer asks for your fingerprint, face or PIN.',
  notMe: 'Not me',
  why: 'What happened?',
  fraud: 'I didn’t start this',
  mistake: 'I changed my mind',
  sending: 'Sending your answer…',
  none: 'No sign-in waits any more',
  one: 'A sign-in waits for you',
  several: (count: number): string => `${count} sign-ins wait for you`,
  arrived: (application: string): string => `A sign-in to ${application} waits for you`,
  results: {
    pending: 'Go on in the tab that opened',
    approved: 'Approved',
    denied: 'Refused',
    fraud: 'Refused and reported',
    failed: 'Ended: the number was wrong',
    expired: 'Expired: nobody answered in time',
    withdrawn: 'Withdrawn by the sign-in page',
  },
  recent: 'In the last five minutes',
  on: (result: string, device: string): string => `${result} on ${device}`,
  hereNow: (result: string): string => `${result} in this browser`,
  notYou: 'Not you?',
  notYouAsk: 'Say that this was not you? The browser that approved it will be suspended.',
  notYouYes: 'It was not me',
  voided: 'The sign-in was stopped before the site could use it. That browser is suspended.',
  sessionOpen:
    'That browser is suspended, but the site had already accepted the sign-in. Change your password there and tell your help desk.',
} as const;

export const popupText = {
  quiet: 'No sign-in is waiting',
  quietWhy: 'When one waits, it shows here and as a notification.',
  offlineTitle: 'No connection',
  offlineWhy: 'Countersign keeps trying. Requests show here as soon as it is back.',
  unpaired: 'Pair this browser',
  unpairedWhy: 'Once paired, you approve your sign-ins here, with one click.',
  unpairedBrief: 'Not paired yet',
  pair: 'Pair this browser',
  pairMore: 'Pair another account',
  pairShort: 'Pair',
  offline: (host: string): string => `${host} cannot be reached. Nothing can be approved until it is back.`,
  wanted: {
    platform: 'The sign-in page waits for this computer',
    security_key: 'The sign-in page waits for your security key',
  },
  wantedWhy: 'Your browser asks for it on that page, not here.',
  toPrompt: 'Go to the page',
  options: 'Options',
  accounts: (count: number): string => `${count} accounts`,
  noAccount: 'Not paired',
  trusted: (application: string, until: string): string =>
    `Signed in to ${application} without asking; trusted until ${until}`,
  manage: 'Manage',
  toTrusted: 'Manage trusted browsers',
  dismiss: 'Dismiss',
  notices: 'What happened',
  notice: {
    device_added: (about: string): string =>
      `${about} was paired with your account. Not you? Tell your help desk.`,
    device_removed: (about: string): string =>
      `${about} was removed from your account. Not you? Tell your help desk.`,
    device_suspended: (about: string): string =>
      `${about} was suspended, after a report or because a copy of it was used.`,
    credential_added: (about: string): string => `${about} was added as a way to sign in.`,
    credential_removed: (about: string): string => `${about} can no longer be used to sign in.`,
    credential_clone_suspected: (about: string): string =>
      `${about} may have been copied. Tell your help desk.`,
    activation_contested: (): string =>
      'A second browser tried to use your activation code and was refused. Not you? Tell your help desk.',
    invitation_contested: (): string =>
      'Somebody opened your invitation after it was used. Not you? Tell your help desk.',
    pairing_mismatch: (): string =>
      'A pairing with your account was stopped because the digits did not match.',
    fraud_reported: (about: string): string => `A sign-in to ${about} was reported as not started by you.`,
    locked_out: (): string =>
      'Your account was locked after too many wrong tries. Ask your help desk to unlock it.',
  },
} as const;

/** Pairing, on both sides. */
export const pairingText = {
  choose: 'Pair this browser',
  chooseWhy:
    'Your invitation opens a set-up page with a link and a code. Bring it here in one of these ways:',
  page: 'Use the page in front of me',
  pageWhy: 'The set-up page is open in this tab',
  paste: 'Paste a link',
  pasteWhy: 'You copied it from the set-up page',
  scan: 'Scan the code on the page',
  scanWhy: 'The square code is visible in this tab',
  link: 'Activation link',
  go: 'Continue',
  looking: 'Looking at the page…',
  problems: {
    unreadable:
      'This page cannot be read. Open the set-up page, then click the Countersign button in your toolbar.',
    nothing: 'No activation link was found on this page. Open your invitation first.',
    foreign: 'This page shows a link that belongs to another site, so it was not used.',
    noCode: 'No square code was found. Scroll until it is fully visible, then try again.',
  },
  offer: 'Pair with this service?',
  offerWhy: 'Go on only if you know this address. Your browser will ask whether Countersign may talk to it.',
  allow: 'Pair with it',
  claiming: 'Talking to the service…',
  compare: 'Do the digits match?',
  comparePopup: 'The page that began the set-up shows six digits too. Compare every one.',
  digits: 'Six digits',
  match: 'They match',
  differ: 'They don’t',
  waitingForPage: 'Confirmed here. Now confirm on the page that began the set-up.',
  done: 'This browser is paired',
  donePopup: 'From now on you approve your sign-ins here.',
  close: 'Done',
  failed: 'The pairing did not work',
  advice: {
    private:
      'This is a private window: what you pair here is gone with it. A security key or printed codes suit you better here.',
    shared:
      'Other people use this computer too, and could approve your sign-ins. A security key or printed codes suit you better here.',
  },
  adviceMay: 'You can pair all the same.',
  backAgain:
    'Is another browser of yours still paired? Then add this one there: in its options, under “Your browsers”.',
  service: 'Service',
  account: 'Account',
} as const;

export { ceremonyText } from './sentences/ceremony.ts';
export { addText, entriesText, importText } from './sentences/codes.ts';
export { browsersText, methodsText } from './sentences/methods.ts';
export { keysText, optionsText, trustText } from './sentences/options.ts';
export { deviceText, passcodeText, promptText, setUpText, stepUpText } from './sentences/pages.ts';
export { printedText } from './sentences/printed.ts';
export {
  backupText,
  eraseText,
  exportText,
  lockedText,
  lockingText,
  setUpVaultText,
  vaultText,
  waysText,
} from './sentences/vault.ts';
