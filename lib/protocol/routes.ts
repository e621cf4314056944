/** Paths of the service; `:id` stands for an object id. One table for both halves. */
export const routes = {
  health: '/health',
  help: '/help',
  healthCheck: '/oauth/v1/health_check',
  authorize: '/oauth/v1/authorize',
  token: '/oauth/v1/token',

  prompt: '/prompt/:id',
  promptState: '/prompt/:id/state',
  promptPush: '/prompt/:id/push',
  promptCancel: '/prompt/:id/cancel',
  promptPairing: '/prompt/:id/pairing',
  promptPairingAnswer: '/prompt/:id/pairing/answer',
  promptFinish: '/prompt/:id/finish',
  /** The answer to "Is this your device?". */
  promptTrust: '/prompt/:id/trust',
  /** From an approved sign-in to the portal. */
  promptPortal: '/prompt/:id/portal',
  /** Signing in with an authenticator: the challenge, then the answer to it. */
  promptAssertionBegin: '/prompt/:id/assertion/begin',
  promptAssertion: '/prompt/:id/assertion',
  promptPasscode: '/prompt/:id/passcode',
  /** Another way was chosen that needs no challenge: takes back whatever waits. */
  promptSwitch: '/prompt/:id/switch',
  /** Setting one up at the first sign-in. */
  promptRegistrationBegin: '/prompt/:id/registration/begin',
  promptRegistration: '/prompt/:id/registration',
  /** After a browser was paired right here: on to the site without the practice request. */
  promptSkipPractice: '/prompt/:id/practice/skip',

  /** Opens the prompt of a step-up; `:id` is the secret of the one address that does. */
  stepUp: '/step-up/:id',
  /** Where a step-up's prompt ends; under `/prompt/`, where the extension looks. */
  stepUpDone: '/prompt/:id/done',

  /** The ceremony on the service's own page; its secret is in the fragment. */
  ceremony: '/ceremony',
  ceremonyBegin: '/ceremony/begin',
  ceremonyEnd: '/ceremony/end',

  /** The invitation's secret is in the fragment, which no server, proxy or mail scanner sees. */
  invitation: '/invitation',
  invitationPairing: '/invitation/pairing',
  invitationState: '/invitation/pairing/:id/state',
  invitationAnswer: '/invitation/pairing/:id/answer',
  /** The activation code is in the fragment as well. */
  activation: '/activation',

  portal: '/portal',
  portalState: '/portal/state',
  portalForgetting: '/portal/trusted-browsers/forgetting',
  portalAssertionBegin: '/portal/assertion/begin',
  portalAssertion: '/portal/assertion',
  portalLeave: '/portal/leave',
  portalDeviceName: '/portal/devices/:id/name',
  portalDeviceRemoval: '/portal/devices/:id/removal',
  portalInviting: '/portal/browsers/inviting',

  /** A site tells that somebody's password was changed there. */
  passwordChanged: '/trust/v1/password_changed',

  devicePairings: '/device/v1/pairings',
  devicePairing: '/device/v1/pairings/:id',
  devicePairingOpening: '/device/v1/pairings/:id/opening',
  devicePairingAnswer: '/device/v1/pairings/:id/answer',
  deviceInbox: '/device/v1/inbox',
  devicePresence: '/device/v1/presence',
  deviceDecision: '/device/v1/pushes/:id/decision',
  deviceNotMe: '/device/v1/pushes/:id/not-me',
  /** What the platform authenticator must sign to confirm an approval. */
  deviceVerification: '/device/v1/pushes/:id/verification',
  deviceStepUps: '/device/v1/step-ups',
  deviceCredentials: '/device/v1/credentials',
  deviceCredential: '/device/v1/credentials/:id',
  deviceCredentialRemoval: '/device/v1/credentials/:id/removal',
  deviceRegistrationBegin: '/device/v1/registrations',
  /** The secret of this browser's own passcodes, for its vault; then the proof that the vault has it. */
  devicePasscode: '/device/v1/passcode',
  devicePasscodeConfirmation: '/device/v1/passcode/:id/confirmation',
  devicePrintedCodes: '/device/v1/printed-codes',
  /** All of the person's trusted browsers; then which of them to forget. */
  deviceTrustedBrowsers: '/device/v1/trusted-browsers',
  deviceForgetting: '/device/v1/trusted-browsers/forgetting',
  /** The person's methods and how they want to be asked; PUT with `If-Match`. */
  deviceMethods: '/device/v1/methods',
  /** All of the person's browsers, and what becomes of one. */
  deviceBrowsers: '/device/v1/browsers',
  deviceBrowser: '/device/v1/browsers/:id',
  deviceBrowserRemoval: '/device/v1/browsers/:id/removal',
  deviceInviting: '/device/v1/browsers/inviting',
  deviceSelf: '/device/v1/self',
  deviceStream: '/device/v1/stream',
} as const;

/** The path with its id filled in. */
export const pathTo = (route: keyof typeof routes, id = ''): string => routes[route].replace(':id', id);
