/** At most so many characters are read at once. Apart from the schemas, which no page loads. */
export const IMPORT_LIMIT = 8_000_000;
