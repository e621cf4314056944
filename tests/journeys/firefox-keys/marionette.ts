import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

interface Waiting {
  done: (value: unknown) => void;
  fail: (error: Error) => void;
}

/** `[1, id, error, value]` answers the command of that id. */
type Reply = [type: 1, id: number, error: { error: string; message: string } | null, value: unknown];

/**
 * Firefox's own remote protocol, because its virtual authenticator answers to no other: each message is its length
 * in bytes, a colon and JSON.
 */
export async function connectMarionette(port: number) {
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const waiting = new Map<number, Waiting>();
  let unread: Buffer = Buffer.alloc(0);
  let asked = 0;

  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (let message = next(); message !== null; message = next()) answer(message);
  });
  socket.on('close', () => {
    for (const { fail } of waiting.values()) fail(new Error('Firefox is gone.'));
  });

  function next(): unknown {
    const colon = unread.indexOf(':');
    if (colon === -1) return null;
    const end = colon + 1 + Number(unread.subarray(0, colon).toString());
    if (unread.length < end) return null;
    const message: unknown = JSON.parse(unread.subarray(colon + 1, end).toString());
    unread = unread.subarray(end);
    return message;
  }

  /** The greeting, the only message that is no array, answers nothing. */
  function answer(message: unknown): void {
    if (!Array.isArray(message)) return;
    const [, id, error, value] = message as Reply;
    const asker = waiting.get(id);
    waiting.delete(id);
    if (error) asker?.fail(new Error(`${error.error}: ${error.message}`));
    else asker?.done(value);
  }

  return {
    /** Sends a command. What Marionette wraps into `{ value }` comes unwrapped. */
    async send(command: string, parameters: object = {}): Promise<unknown> {
      asked += 1;
      const message = JSON.stringify([0, asked, command, parameters]);
      const reply = new Promise<unknown>((done, fail) => waiting.set(asked, { done, fail }));
      socket.write(`${Buffer.byteLength(message)}:${message}`);
      const value = await reply;
      return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
    },
    close: () => socket.destroy(),
  };
}
