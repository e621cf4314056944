/** As `lib/messages` bounds an issuer and an account. */
const LONGEST = 256;

/** Control characters break lines; those that turn the direction let one name look like another. */
const UNWANTED = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** An issuer or an account as it is shown and kept, from whatever another program wrote. */
export const cleanLabel = (text: string): string =>
  text.replace(UNWANTED, '').trimStart().slice(0, LONGEST).trimEnd().toWellFormed();
