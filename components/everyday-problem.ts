import { everydayErrors } from '../lib/protocol/everyday-errors.ts';

const isEveryday = (code: string): code is keyof typeof everydayErrors => Object.hasOwn(everydayErrors, code);

/** Like `problem.ts`, for what runs no ceremony: the popup does not load sentences that it never says. */
export const problem = (code: string | null): string =>
  everydayErrors[code !== null && isEveryday(code) ? code : 'internal'].say;
