/** The address with these parameters added to the query that it may have already (RFC 6749 §3.1.2). */
export const redirectTo = (redirectUri: string, parameters: Record<string, string>): string =>
  `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;
