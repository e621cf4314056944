import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { MINUTE, SECOND } from '../lib/ports/clock.ts';
import type { App } from './app.ts';
import { secureReply } from './http/headers.ts';
import { describe, type Log } from './log.ts';

export interface ServerOptions {
  app: App;
  listen: { host: string; port: number };
  tls: { cert: string; key: string } | null;
  log: Log;
}

/** Slow and oversized requests end here, before any of our code sees them. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5 * SECOND,
  requestTimeout: 10 * SECOND,
  keepAliveTimeout: 65 * SECOND,
  connectionsCheckingInterval: SECOND,
};

/** Listens, beats and ticks until it is stopped. */
export async function startServer({ app, listen, tls, log }: ServerOptions) {
  const answer = getRequestListener(app.fetch);
  const listener: RequestListener = (request, reply) => {
    secureReply(reply);
    answer(request, reply);
  };
  const server: Server = tls
    ? createHttps(
        { ...LIMITS, cert: readFileSync(tls.cert), key: readFileSync(tls.key), minVersion: 'TLSv1.2' },
        listener,
      )
    : createHttp(LIMITS, listener);
  server.on('upgrade', (request, socket: Duplex, head) => {
    // Node has let go of the socket: a reset that nobody listens for would end the process.
    socket.on('error', () => socket.destroy());
    if (!app.delivery.upgrade(request, socket, head))
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  const attempt = (task: () => Promise<void>) =>
    task().catch((thrown) => log.error('task_failed', describe(thrown)));
  // What came due while nothing ran, such as the end of a bypass, holds for the first request already.
  await attempt(app.tick);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });

  const repeat = (task: () => Promise<void>, every: number) => setInterval(() => attempt(task), every);
  const timers = [
    repeat(app.tick, SECOND),
    repeat(app.sweep, MINUTE),
    repeat(app.deliverMail, SECOND),
    repeat(app.delivery.beat, app.delivery.beatEvery),
  ];

  return {
    port: (server.address() as AddressInfo).port,
    /** Takes no new work, answers what it has begun, then resolves. */
    async stop(): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      app.stop();
      // A connection is idle only once its last answer is out, so it takes more than one look.
      const tidy = setInterval(() => server.closeIdleConnections(), 50);
      await closed;
      clearInterval(tidy);
    },
  };
}
