import { ceremonyErrors } from './ceremony-errors.ts';
import { everydayErrors } from './everyday-errors.ts';
import { methodErrors } from './method-errors.ts';
import { passcodeErrors } from './passcode-errors.ts';
import { trustErrors } from './trust-errors.ts';
import { vaultErrors } from './vault-errors.ts';

/**
 * Every refusal that crosses a border: a stable code, its HTTP status and the sentence for the person.
 * The wire carries `{ error, message }`; programs read `error`, people read `message`.
 */
export const errors = {
  ...everydayErrors,
  ...ceremonyErrors,
  ...passcodeErrors,
  ...vaultErrors,
  ...trustErrors,
  ...methodErrors,
} as const satisfies Record<string, { status: number; say: string }>;

export type ErrorCode = keyof typeof errors;

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errors, value);

/** A refusal with a stable code. `cause` is for developers and never crosses a border. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  /** Further machine-readable facts, such as `retryAt`; never a secret. */
  readonly facts: Record<string, string | number>;

  constructor(code: ErrorCode, options: { cause?: unknown; facts?: Record<string, string | number> } = {}) {
    super(code, { cause: options.cause });
    this.code = code;
    this.facts = options.facts ?? {};
  }
}
