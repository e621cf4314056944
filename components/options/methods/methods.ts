import type { MethodsShown } from '../../../lib/messages/methods.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';

/** What one service told, by the account's device. */
export type Methods = Record<string, MethodsShown | ErrorCode>;
