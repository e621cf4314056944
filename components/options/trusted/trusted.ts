import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { TrustedBrowser } from '../../../lib/protocol/trust.ts';

/** What one service told, by the account's device. */
export type Trusted = Record<string, readonly TrustedBrowser[] | ErrorCode>;
