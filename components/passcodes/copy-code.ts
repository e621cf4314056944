import type { ErrorCode } from '../../lib/protocol/errors.ts';

export interface CopySteps {
  /** Arranges that the clipboard is cleared, whatever becomes of this page. */
  prepare(): Promise<{ ok: true } | { ok: false; error: ErrorCode }>;
  write(code: string): Promise<void>;
}

/** Copies a code, in the click itself; null when it is in the clipboard. Never without its clearing arranged. */
export async function copyCode({ prepare, write }: CopySteps, code: string): Promise<ErrorCode | null> {
  const prepared = await prepare();
  if (!prepared.ok) return prepared.error;
  return write(code).then(
    () => null,
    () => 'clipboard_refused',
  );
}
