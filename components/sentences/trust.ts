/** The list of trusted browsers, on the portal and in the options; apart, so that prompt and popup do not carry it. */
export const trustedListText = {
  none: 'No browser is trusted. Where that is allowed, a sign-in asks “Is this your device?” once it is confirmed.',
  count: (count: number): string => `${count} trusted ${count === 1 ? 'browser' : 'browsers'}`,
  here: 'This browser',
  application: (name: string | null): string => (name === null ? 'For all applications' : `For ${name}`),
  since: (ago: string): string => `Trusted ${ago}`,
  until: (left: string): string => `ends ${left}`,
  used: (ago: string): string => `Last used ${ago}`,
  from: (place: string | null, address: string): string =>
    place === null ? `from ${address}` : `from ${place} (${address})`,
  now: 'just now',
  forget: 'Forget',
  forgetLabel: (browser: string, application: string): string => `Forget ${browser}, ${application}`,
  others: 'Forget all others',
  all: 'Forget all',
  allAsk:
    'Forget every trusted browser, this one too? Each asks for a second step again at its next sign-in.',
  allYes: 'Yes, forget all',
} as const;
