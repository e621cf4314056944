import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { PrintedView } from '../../../lib/protocol/passcodes.ts';

/** What one service told, by the account's device. */
export type Printed = Record<string, PrintedView | ErrorCode>;
