import { readEntry } from '../../lib/otp/otp.ts';
import type { NewToken } from '../passcodes/hardware-tokens.ts';

/** A token as a line of the file has it; `user` is a name. */
export interface TokenLine {
  line: number;
  token: Omit<NewToken, 'user'>;
  user: string | null;
}

/** Why a line cannot be taken, in words that repeat no cell but a serial number. */
export interface BadLine {
  line: number;
  why: string;
}

/** RFC 4226 §4 R6: 128 bits at least. More than fits a block of SHA-1 makes no code harder to guess. */
const LEAST_BYTES = 16;
const MOST_BYTES = 64;
/** More presses than any button takes. */
const MOST_PRESSES = 1_000_000_000;
const MOST_COLUMNS = 5;

class Wrong extends Error {}

/**
 * Reads `serial,type,secret[,counter or period][,user]` lines. A first line that begins with `serial`, and empty
 * lines, are left out.
 */
export function readTokens(text: string): { lines: TokenLine[]; bad: BadLine[] } {
  const lines: TokenLine[] = [];
  const bad: BadLine[] = [];
  const seen = new Set<string>();
  for (const [index, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (content.trim() === '' || (index === 0 && /^"?serial"?\s*,/i.test(content))) continue;
    const line = index + 1;
    if (lines.length + bad.length === 0 && /^[^,]*;[^,]*$/.test(content))
      return { lines, bad: [{ line, why: 'semicolons stand between the columns. Use commas' }] };
    try {
      const read = readLine(content);
      if (seen.has(read.token.serial)) throw new Wrong('this serial number stands in the file twice');
      seen.add(read.token.serial);
      lines.push({ line, ...read });
    } catch (cause) {
      if (!(cause instanceof Wrong)) throw cause;
      bad.push({ line, why: cause.message });
    }
  }
  return { lines, bad };
}

function readLine(content: string): Omit<TokenLine, 'line'> {
  const cells = content.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  if (cells.length > MOST_COLUMNS) throw new Wrong(`there are more than ${MOST_COLUMNS} columns`);
  const [serial = '', writtenType = '', secret = '', number = '', user = ''] = cells;
  if (!/^[\w.:/ -]{1,128}$/.test(serial))
    throw new Wrong('the serial number must have 1 to 128 letters, digits, blanks or . : / _ -');
  const type = writtenType.toLowerCase();
  if (!isType(type)) throw new Wrong('the type must be h6, h8, t6 or t8');
  const isTimeBased = type.startsWith('t');
  const token = {
    serial,
    type,
    secret: readSecret(secret),
    counter: isTimeBased ? 0 : readCounter(number),
    period: isTimeBased ? readPeriod(number) : 0,
  };
  return { token, user: user || null };
}

const types = ['h6', 'h8', 't6', 't8'] as const;
const isType = (text: string): text is (typeof types)[number] => types.some((type) => type === text);

/** Hexadecimal where every character of it is; makers write it so more often. */
function readSecret(text: string): Uint8Array {
  const isHex = /^([0-9a-f]{2})+$/i.test(text);
  const bytes = isHex ? Buffer.from(text, 'hex') : readBase32(text);
  if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES)
    throw new Wrong(`the secret must be hexadecimal or base32, and ${LEAST_BYTES} to ${MOST_BYTES} bytes`);
  return bytes;
}

const NOTHING = new Uint8Array();

function readBase32(secret: string): Uint8Array {
  const fields = { issuer: '', account: '', algorithm: 'SHA1', digits: 6, period: 0, counter: 0 };
  try {
    return readEntry({ ...fields, type: 'hotp', secret }).secret;
  } catch {
    return NOTHING;
  }
}

function readCounter(text: string): number {
  if (text === '') return 0;
  const counter = Number(text);
  if (/^\d+$/.test(text) && counter <= MOST_PRESSES) return counter;
  throw new Wrong('the counter must be a whole number, up to a billion');
}

function readPeriod(text: string): number {
  if (text === '') return 30;
  const period = Number(text);
  if (/^\d+$/.test(text) && period >= 10 && period <= 300) return period;
  throw new Wrong('the period must be 10 to 300 seconds');
}
