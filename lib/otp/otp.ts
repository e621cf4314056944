export { hotp, totp } from './codes.ts';
export type { OtpEntry, OtpSecret } from './entry.ts';
export { readImport } from './imports/read-import.ts';
export { cleanLabel } from './label.ts';
export { readOtpauth, writeOtpauth } from './otpauth.ts';
export { readEntry } from './read-entry.ts';
export { otpSecret } from './secret.ts';
