/** A code in groups of three from its beginning, as it is read aloud. */
export const codeGroups = (code: string): string => code.match(/.{1,3}/g)?.join(' ') ?? '';
