import type { ErrorCode } from '../protocol/errors.ts';

export type Ceremony = 'register' | 'authenticate';

/** By the names of WebAuthn §5.1.3 and §5.1.4; browsers hide most reasons behind `NotAllowedError`, on purpose. */
const failures: Record<string, ErrorCode> = {
  NotAllowedError: 'ceremony_cancelled',
  AbortError: 'ceremony_cancelled',
  /** Chromium: another question is still open. */
  OperationError: 'ceremony_cancelled',
  SecurityError: 'ceremony_host',
  NotSupportedError: 'ceremony_unsupported',
  ConstraintError: 'ceremony_unsupported',
  /** The authenticator itself failed. */
  UnknownError: 'ceremony_malformed',
  NotReadableError: 'ceremony_malformed',
};

/** What a browser's failure means to a person. */
export function failureOf(ceremony: Ceremony, error: unknown): ErrorCode {
  const name = error instanceof Error ? error.name : '';
  // It holds a credential that was excluded, or none that was asked for.
  if (name === 'InvalidStateError')
    return ceremony === 'register' ? 'authenticator_registered' : 'authenticator_unknown';
  return failures[name] ?? 'internal';
}
