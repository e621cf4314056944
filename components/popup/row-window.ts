/** Rows from `first` up to, not including, `last`. */
export interface RowRange {
  first: number;
  last: number;
}

/** How high each row is, in CSS pixels; the stylesheet says the same. */
export const ROW_HEIGHT = 60;

/** Drawn above and below what is seen, so that a quick hand and the Tab key find rows there. */
const SPARE = 5;

/** Asked for at a time, as many as the background gives at once. */
export const ROWS_AT_ONCE = 60;

/** The rows to draw of a list that begins `above` pixels over the top of a window of that height. */
export function rowWindow(list: { above: number; height: number; total: number }): RowRange {
  const { above, height, total } = list;
  const first = Math.floor(above / ROW_HEIGHT) - SPARE;
  const last = Math.ceil((above + height) / ROW_HEIGHT) + SPARE;
  const within = (row: number): number => Math.min(Math.max(row, 0), total);
  return { first: within(first), last: Math.min(within(last), within(first) + ROWS_AT_ONCE) };
}

/** Where to ask from, so that what is seen stands in the middle of what comes. */
export const askFrom = ({ first, last }: RowRange): number =>
  Math.max(0, Math.floor((first + last - ROWS_AT_ONCE) / 2));

/** Whether what was asked from there holds all of these rows. */
export const covers = (from: number, { first, last }: RowRange): boolean =>
  first >= from && last <= from + ROWS_AT_ONCE;
