import { hash } from 'node:crypto';

/** The public half of a key made once: it pins Chrome's id, also that of an unpacked copy. */
export const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4rJkMN/oBVbiWOC3KrucHxIYuyNq0jm0NIXshrEio70IoHz5dacTFKUORs0GesRlbONjXq1YZxqaRX/VRU1xHJ+rsS+Heyw4iF+OBna9+37TYpWwEhh8pkpOoENp4shGOs7MXQtGyCjnE1ocv9NaV4WB1jmbi70iZHRzGmdTUsshSdHukXaoAXmiHEv/mm7+CTrLUXuYOCoIoDsBFp4dqOL/ui4bWezmw1BC/iMcdwUKnbuDP6mzAKLWdQPdLdY7NqNibvQ54Z0Ev14HXMKcPustzh6srG41XAa/2RVeMaNkuVL59KRRyLV8X2lfzBsfkdXCIqU62juCaz/bPnXfvQIDAQAB';

export const FIREFOX_ID = 'countersign@example.org';

/** SHA-256, its hexadecimal digits written as the letters a to p. */
const digest = (content: Buffer | string): string =>
  hash('sha256', content).replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));

/**
 * The origins that browsers put into what WebAuthn signs on our extension's pages. Chrome's id is the first half of
 * the key's digest (https://developer.chrome.com/docs/extensions/reference/manifest/key); Firefox uses the digest of
 * the add-on's id, not the random address that its pages have in each profile.
 */
export const extensionOrigins = (): string[] => [
  `chrome-extension://${digest(Buffer.from(CHROME_KEY, 'base64')).slice(0, 32)}`,
  `moz-extension://${digest(FIREFOX_ID)}`,
];
