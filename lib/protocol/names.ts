import * as v from 'valibot';

/**
 * A name as people write it: no control characters (§6.7, log and terminal injection), no line separators and
 * none that turn the direction of what follows, since names are read in lists and logs.
 */
export const nameText = (longest: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(),
    v.maxLength(longest),
    v.regex(/^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u),
  );

export const Username = nameText(128);
export const DisplayName = nameText(128);
/** What a group of people is called. */
export const GroupName = nameText(64);
/** What a browser is called, e.g. "Chrome on Linux". */
export const DeviceName = nameText(64);
/** What a security key or a computer's authenticator is called. */
export const CredentialName = nameText(64);
/**
 * Only that it may be one: whether mail arrives there is another question. What RFC 5321 §4.1.2 would have in quotes
 * is left out, since it is how one address becomes two in a header.
 */
export const EmailAddress = v.pipe(nameText(254), v.regex(/^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/));
