import { errors, isErrorCode } from '../lib/protocol/errors.ts';

/** The sentence for a refusal's code; a code from a newer service is said as an unknown fault. */
export const problem = (code: string | null): string =>
  errors[code !== null && isErrorCode(code) ? code : 'internal'].say;
