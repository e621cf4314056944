import type { OwnBrowser } from '../../../lib/protocol/browsers.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';

/** What one service told, by the account's device. */
export type Browsers = Record<string, readonly OwnBrowser[] | ErrorCode>;
