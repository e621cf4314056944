import type { MessageName, Reply, Request } from '../../lib/messages/contract.ts';

/** Asks the background, and answers when this page was read again. */
export type Tell = <Name extends MessageName>(name: Name, request: Request<Name>) => Promise<Reply<Name>>;
