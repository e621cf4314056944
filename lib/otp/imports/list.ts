import { Refusal } from '../../protocol/errors.ts';
import { readOtpauth } from '../otpauth.ts';
import type { Candidate, Source } from './candidate.ts';
import { readMigration } from './migration.ts';

const MIGRATION = /^otpauth-migration:\/\//i;
const EITHER = /^otpauth(-migration)?:\/\//i;

/** A URI a line. One line of a migration holds several codes, so that such a list is counted by codes, not by lines. */
export function readList(text: string): Source {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const first = lines.find((line) => EITHER.test(line));
  if (!first) throw new Refusal('import_unknown');
  if (MIGRATION.test(first)) return { format: 'migration', candidates: byCode(lines) };
  return { format: 'otpauth', candidates: byLine(lines) };
}

function* byLine(lines: string[]): Generator<Candidate> {
  for (const [index, line] of lines.entries()) {
    for (const read of readLine(line)) yield { row: index + 1, read };
  }
}

function* byCode(lines: string[]): Generator<Candidate> {
  let row = 0;
  for (const line of lines) {
    for (const read of readLine(line)) yield { row: ++row, read };
  }
}

const refuse = (): never => {
  throw new Refusal('otpauth_missing');
};

/** Lines that begin with `#` are notes. */
function readLine(line: string): Iterable<Candidate['read']> {
  if (!line || line.startsWith('#')) return [];
  if (!EITHER.test(line)) return [refuse];
  return MIGRATION.test(line) ? readMigration(line) : [() => readOtpauth(line)];
}
