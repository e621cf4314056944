/** More than a person reads; the counts speak for the rest. */
export const SHOWN_ROWS = 200;
