import { defineExtensionMessaging } from '@webext-core/messaging';
import * as v from 'valibot';
import { type ErrorCode, Refusal } from '../protocol/errors.ts';
import { contract, type MessageName, type Reply, type Request, type Result } from './contract.ts';
import type { Protocol } from './messages.ts';
import { classify, type Identity, type Sender } from './sender.ts';

type Asker<Name extends MessageName> = Extract<Sender, { from: (typeof contract)[Name]['from'] }>;
type Answer<Name extends MessageName> = Extract<Reply<Name>, { ok: true }>['value'];
export type Handler<Name extends MessageName> = (
  request: Request<Name>,
  sender: Asker<Name>,
) => Promise<Answer<Name>>;
export type Handlers = { [Name in MessageName]: Handler<Name> };

const refuse = (error: ErrorCode): Result<unknown> => ({ ok: false, error });

const isName = (name: unknown): name is MessageName =>
  typeof name === 'string' && Object.hasOwn(contract, name);

/** The one place that decides whether a message reaches a handler: name, sender class and schema, in this order. */
export function createReceiver(self: Identity, handlers: Handlers) {
  return async (name: unknown, request: unknown, sender: unknown): Promise<Result<unknown>> => {
    const asker = classify(sender, self);
    if (!isName(name) || asker?.from !== contract[name].from) return refuse('sender_refused');
    const parsed = v.safeParse(contract[name].request, request);
    if (!parsed.success) return refuse('bad_request');
    // The row above has just joined this name with its request and its sender.
    const handler = handlers[name] as (request: unknown, sender: Sender) => Promise<unknown>;
    try {
      return { ok: true, value: await handler(parsed.output, asker) };
    } catch (error) {
      if (error instanceof Refusal) return refuse(error.code);
      // By name and stack only: the values may be secret.
      console.error(error instanceof Error ? error.stack : typeof error);
      return refuse('internal');
    }
  };
}
export type Receiver = ReturnType<typeof createReceiver>;

/** Our pages speak through the library. To be called in the first tick. */
export function receiveFromPages(receiver: Receiver): void {
  const { onMessage } = defineExtensionMessaging<Protocol>();
  for (const name of Object.keys(contract).filter(isName)) {
    onMessage(name, ({ data, sender }) => receiver(name, data, sender) as never);
  }
}

/**
 * The content script has no library in it and sends `{ name, ...request }`. What the library will answer is left
 * to it; everything else is answered here, the unknown with a refusal.
 */
export function receiveRaw(receiver: Receiver) {
  return (message: unknown, sender: unknown): Promise<unknown> | undefined => {
    if (typeof message !== 'object' || message === null) return receiver(undefined, message, sender);
    if ('type' in message && 'timestamp' in message && isName(message.type)) return undefined;
    return receiver('name' in message ? message.name : undefined, message, sender);
  };
}
