/**
 * The table of §5.7 as a plain program: what a code is worth is looked up in the list of all codes that its token
 * will ever show, and nothing is worked out twice. It knows of no database, no sealing and no statement.
 */
export interface ModelToken {
  kind: 'counter' | 'time';
  digits: number;
  /** What it shows at each counter, or time step. */
  codeAt(at: number): string;
  /** The lowest counter, or step, that was never accepted nor passed over. */
  next: number;
  /** Codes that came in a row, the first of them when. */
  row: { next: number; count: number; since: number } | null;
}

export type Worth = 'accepted' | 'used' | 'wrong';

const FIVE_MINUTES = 300_000;
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);

export function worthOf(tokens: readonly ModelToken[], code: string, now: number): Worth {
  const asked = tokens.filter(({ digits }) => digits === code.length);
  const right = asked.flatMap((token) => {
    const at = good(token, code, now);
    return at === undefined ? [] : [{ token, at }];
  });
  if (right.length > 0) {
    for (const { token, at } of right) token.next = at + 1;
    for (const each of tokens) each.row = null;
    return 'accepted';
  }
  if (asked.some((token) => wasGood(token, code, now))) return 'used';
  for (const token of tokens) token.row = asked.includes(token) ? rowAfter(token, code, now) : null;
  return 'wrong';
}

/** The counter, or step, as which the code is accepted. */
function good(token: ModelToken, code: string, now: number): number | undefined {
  const { kind, next } = token;
  const shows = (at: number) => token.codeAt(at) === code;
  if (kind === 'time') return aroundNow(now).find((step) => step >= next && shows(step));
  return numbers(next, next + 19).find(shows) ?? (completes(token, code, now) ? token.row?.next : undefined);
}

function wasGood({ kind, next, codeAt }: ModelToken, code: string, now: number): boolean {
  if (kind === 'time') return aroundNow(now).some((step) => step < next && codeAt(step) === code);
  return next > 0 && codeAt(next - 1) === code;
}

const aroundNow = (now: number): number[] => {
  const step = Math.floor(now / 30_000);
  return [step - 1, step, step + 1];
};

const completes = (token: ModelToken, code: string, now: number): boolean =>
  token.row?.count === 2 && goesOn(token, code, now);

function goesOn({ row, next, codeAt }: ModelToken, code: string, now: number): boolean {
  if (row === null || now - row.since > FIVE_MINUTES) return false;
  return row.next <= next + 999 && codeAt(row.next) === code;
}

/** What a wrong code begins, continues or ends. */
function rowAfter(token: ModelToken, code: string, now: number): ModelToken['row'] {
  const { kind, next, row, codeAt } = token;
  if (kind === 'time') return null;
  if (row && goesOn(token, code, now)) return { ...row, next: row.next + 1, count: row.count + 1 };
  const first = numbers(next + 20, next + 999).find((at) => codeAt(at) === code);
  return first === undefined ? null : { next: first + 1, count: 1, since: now };
}
