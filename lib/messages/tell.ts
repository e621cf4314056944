import type { MessageName, Reply, Request } from './contract.ts';
import { send } from './messages.ts';

/** Asks the background, and answers when this page was read again. */
export type Tell = <Name extends MessageName>(name: Name, request: Request<Name>) => Promise<Reply<Name>>;

export const tellAndRead =
  (read: () => Promise<void>): Tell =>
  async (name, request) => {
    const reply = await send(name, request);
    await read();
    return reply;
  };
