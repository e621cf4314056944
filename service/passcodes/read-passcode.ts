import { Refusal } from '../../lib/protocol/errors.ts';
import { BYPASS_DIGITS, PRINTED_DIGITS } from '../../lib/protocol/passcodes.ts';

const LENGTHS: readonly number[] = [6, 8, BYPASS_DIGITS, PRINTED_DIGITS];

/** Whatever people and paste put between digits: white space, dashes, marks without width. */
const BETWEEN = /[\p{White_Space}\p{Dash}\p{Cf}]/gu;

/**
 * The digits of a typed code. Before anything else is done with it: a code that is accepted once must not pass again
 * in another spelling (§6.3). @throws `passcode_malformed`
 */
export function readPasscode(typed: string): string {
  const digits = typed.normalize('NFKC').replace(BETWEEN, '');
  if (!/^\d+$/.test(digits) || !LENGTHS.includes(digits.length)) throw new Refusal('passcode_malformed');
  return digits;
}
