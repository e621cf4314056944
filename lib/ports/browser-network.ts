import { CHAIN_HEADER } from '../protocol/chain-header.ts';
import { SECOND } from './clock.ts';
import type { Http } from './http.ts';
import type { Sockets } from './sockets.ts';

const PATIENCE = 10 * SECOND;

export const http = (): Http => ({
  async send({ method, url, headers, body, credentials }) {
    const reply = await fetch(url, {
      method,
      headers,
      body,
      credentials,
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return {
      status: reply.status,
      date: reply.headers.get('date'),
      chain: reply.headers.get(CHAIN_HEADER),
      text: await reply.text(),
    };
  },
});

export const sockets = (): Sockets => ({
  open(url, listener) {
    const socket = new WebSocket(url);
    const ended = new AbortController();
    const { signal } = ended;
    socket.addEventListener('message', ({ data }) => listener.message(String(data)), { signal });
    const close = () => {
      ended.abort();
      listener.closed();
    };
    // An error is always followed by a close.
    socket.addEventListener('close', close, { signal });
    return {
      send: (text) => socket.send(text),
      close() {
        ended.abort();
        socket.close();
      },
    };
  },
});
