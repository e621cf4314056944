import type { Result } from '../../lib/messages/contract.ts';
import { IMPORT_LIMIT } from '../../lib/messages/import-limit.ts';

/** The text in all of them; of pictures, what their square codes say. */
export async function readFiles(files: readonly File[]): Promise<Result<string>> {
  const texts = files.filter((file) => !isPicture(file));
  if (texts.reduce((sum, { size }) => sum + size, 0) > IMPORT_LIMIT)
    return { ok: false, error: 'import_large' };
  const read = await Promise.all(files.map((file) => (isPicture(file) ? readPicture(file) : file.text())));
  if (read.includes(null)) return { ok: false, error: 'import_empty' };
  return { ok: true, value: read.join('\n') };
}

/** A backup holds every code sealed, and so is twice as long. */
export async function readBackupFile(file: File): Promise<Result<string>> {
  if (file.size > 2 * IMPORT_LIMIT) return { ok: false, error: 'backup_invalid' };
  return { ok: true, value: await file.text() };
}

const isPicture = ({ type }: File): boolean => type.startsWith('image/');

/** Null where it is no picture or shows no square code. The reader is large and loaded only here. */
async function readPicture(file: File): Promise<string | null> {
  try {
    const { readQr } = await import('../../lib/ports/read-qr.ts');
    return await readQr(await toAddress(file));
  } catch {
    return null;
  }
}

/** Our content policy lets an image come only from a `data:` address. */
const toAddress = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
