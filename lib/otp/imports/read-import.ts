import { Refusal } from '../../protocol/errors.ts';
import { aegisEntries, isAegis } from './aegis.ts';
import { authenticatorEntries } from './authenticator.ts';
import { type Sifted, type Source, sift } from './candidate.ts';
import { readList } from './list.ts';

type Import = Sifted & Pick<Source, 'format'>;

/** Reads another app's export. Throws `import_unknown`, `import_encrypted`, `import_large` or `import_empty`. */
export function readImport(text: string): Import {
  const trimmed = text.trim();
  if (!trimmed) throw new Refusal('import_empty');
  const { format, candidates } = trimmed.startsWith('{') ? readJson(trimmed) : readList(text);
  return { format, ...sift(candidates) };
}

function readJson(text: string): Source {
  const file = parse(text);
  if (isAegis(file)) return { format: 'aegis', candidates: aegisEntries(file) };
  return { format: 'authenticator', candidates: authenticatorEntries(file) };
}

function parse(text: string): object {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the text, and with it perhaps a secret.
    throw new Refusal('import_unknown');
  }
}
