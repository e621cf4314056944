/** Longer redirect addresses are refused (§2.10). */
const LONGEST = 1_024;

/**
 * Scheme, authority, path and query in the characters of RFC 3986, seen as written. The parser of browsers mends
 * what it is given (backslashes, tabs, an empty user name), so a text that needs mending is refused, not read.
 * No `@` in the authority: there is no user info. No `#` anywhere: there is no fragment (RFC 6749 §3.1.2).
 */
const SHAPE = /^https?:\/\/[A-Za-z0-9.:[\]_-]+([/?][A-Za-z0-9._~:/?[\]@!$&'()*+,;=%-]*)?$/;

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Whether an address may be a redirect address at all: https, or plain http on this very machine. */
export function isRedirectUri(uri: string): boolean {
  if (uri.length > LONGEST || !SHAPE.test(uri) || !URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  if (!isWritten(hostname, uri.slice(`${protocol}//`.length))) return false;
  return protocol === 'https:' || LOOPBACK.includes(hostname);
}

/** `https://1` is 0.0.0.1 to a browser (https://url.spec.whatwg.org/#concept-ipv4-parser), and not to a person. */
const isWritten = (hostname: string, rest: string): boolean =>
  hostname.startsWith('[') || rest.toLowerCase().startsWith(hostname);

/** Whether this application may send people there: an exact entry of its list, or any https if it may choose (§2.10). */
export function allowsRedirect(
  application: { redirectUris: readonly string[]; anyRedirect: boolean },
  uri: string,
): boolean {
  if (!isRedirectUri(uri)) return false;
  return application.redirectUris.includes(uri) || (application.anyRedirect && uri.startsWith('https://'));
}
