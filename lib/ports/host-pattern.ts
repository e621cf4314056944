/**
 * The match pattern of an origin's host. Patterns have no port in Firefox, so it covers every port of the host;
 * whoever acts on a page checks the exact origin as well.
 */
export const hostPattern = (origin: string): string => `https://${new URL(origin).hostname}/*`;
