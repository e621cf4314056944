import { defineExtensionMessaging } from '@webext-core/messaging';
import type { MessageName, Reply, Request } from './contract.ts';

/** The contract in the library's shape. Types only: no page loads the schemas. */
export type Protocol = { [Name in MessageName]: (request: Request<Name>) => Reply<Name> };

const { sendMessage } = defineExtensionMessaging<Protocol>();

/** Asks the background, from one of our own pages. Never throws: a background that cannot answer is `internal`. */
export async function send<Name extends MessageName>(
  name: Name,
  request: Request<Name>,
): Promise<Reply<Name>> {
  try {
    // The library cannot see that a mapped type is called with its own member.
    return (await sendMessage(name, request as never)) as Reply<Name>;
  } catch {
    return { ok: false, error: 'internal' } as Reply<Name>;
  }
}
