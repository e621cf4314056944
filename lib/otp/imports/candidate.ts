import { type ErrorCode, Refusal } from '../../protocol/errors.ts';
import type { OtpEntry } from '../entry.ts';

/** What may be an entry. Rows count from 1: lines of a list, otherwise entries in their order. */
export interface Candidate {
  row: number;
  /** Throws a `Refusal`. */
  read: () => OtpEntry;
}

export interface Sifted {
  rows: { row: number; entry: OtpEntry }[];
  bad: { row: number; error: ErrorCode }[];
}

export interface Source {
  format: 'otpauth' | 'migration' | 'aegis' | 'authenticator';
  candidates: Iterable<Candidate>;
}

/** More is no person's list, and the preview has to fit into a message. */
const MOST_ROWS = 50_000;

/** Keeps the good and names the bad. Throws `import_large` or `import_empty`. */
export function sift(candidates: Iterable<Candidate>): Sifted {
  const found: Sifted = { rows: [], bad: [] };
  for (const { row, read } of candidates) {
    if (found.rows.length + found.bad.length === MOST_ROWS) throw new Refusal('import_large');
    try {
      found.rows.push({ row, entry: read() });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      found.bad.push({ row, error: error.code });
    }
  }
  if (found.rows.length + found.bad.length === 0) throw new Refusal('import_empty');
  return found;
}
