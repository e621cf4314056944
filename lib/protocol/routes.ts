/** Paths of the service; `:id` stands for an object id. One table for both halves. */
export const routes = {
  health: '/health',
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

  /** The invitation's secret is in the fragment, which no server, proxy or mail scanner sees. */
  invitation: '/invitation',
  invitationPairing: '/invitation/pairing',
  invitationState: '/invitation/pairing/:id/state',
  invitationAnswer: '/invitation/pairing/:id/answer',
  /** The activation code is in the fragment as well. */
  activation: '/activation',

  devicePairings: '/device/v1/pairings',
  devicePairing: '/device/v1/pairings/:id',
  devicePairingOpening: '/device/v1/pairings/:id/opening',
  devicePairingAnswer: '/device/v1/pairings/:id/answer',
  deviceInbox: '/device/v1/inbox',
  devicePresence: '/device/v1/presence',
  deviceDecision: '/device/v1/pushes/:id/decision',
  deviceNotMe: '/device/v1/pushes/:id/not-me',
  deviceSelf: '/device/v1/self',
  deviceStream: '/device/v1/stream',
} as const;

/** The path with its id filled in. */
export const pathTo = (route: keyof typeof routes, id = ''): string => routes[route].replace(':id', id);
