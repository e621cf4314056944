import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApplicationId } from '../../lib/protocol/ids.ts';
import { createApp } from '../../service/app.ts';
import { createPlaces } from '../../service/http/address.ts';
import { loadPages } from '../../service/http/pages.ts';
import type { Log } from '../../service/log.ts';
import type { SmtpSettings } from '../../service/outbox/outbox.ts';
import type { PolicyScope } from '../../service/policies/policies.ts';
import type { PolicyChanges } from '../../service/policies/policy.ts';
import { openRooms } from '../../service/rooms.ts';
import { startServer } from '../../service/server.ts';
import { systemClock, systemRandom } from '../../service/system.ts';

const PAGES = fileURLToPath(new URL('../../.output/pages', import.meta.url));

export interface TestServiceOptions {
  /** Serves TLS with these files; plain on loopback otherwise. */
  tls?: { cert: string; key: string };
  /** Mails leave through this server; they are kept otherwise. */
  smtp?: SmtpSettings;
  alertAddress?: string;
  extensionOrigins?: readonly string[];
}

/**
 * The real service on a real database in a folder of its own, with a clock that tests may move. It listens on
 * loopback; `origin` is what the outside calls it, `base` where requests really go.
 */
export async function startTestService(options: TestServiceOptions = {}) {
  const data = mkdtempSync(join(tmpdir(), 'countersign-'));
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  let ahead = 0;
  const clock = { now: () => systemClock.now() + ahead };
  const lines: Record<string, unknown>[] = [];
  const keep = (level: string) => (event: string, fields?: object) =>
    void lines.push({ level, event, ...fields });
  const log: Log = { info: keep('info'), warn: keep('warn'), error: keep('error') };
  const placeOf = createPlaces([{ range: '192.0.2.0/24', name: 'Main Campus' }]);
  const begin = async () => {
    const rooms = await openRooms({
      origin,
      data,
      secretFile: join(data, 'secret.key'),
      clock,
      random: systemRandom,
      log,
      smtp: options.smtp ?? null,
      alertAddress: options.alertAddress ?? null,
    });
    const app = createApp({
      rooms,
      pages: loadPages(PAGES),
      log,
      trustProxy: options.tls === undefined,
      placeOf,
      extensionOrigins: options.extensionOrigins ?? [],
    });
    const listen = { host: '127.0.0.1', port };
    const server = await startServer({ app, listen, tls: options.tls ?? null, log });
    return { rooms, app, server };
  };
  let running = await begin();
  const end = async () => {
    await running.server.stop();
    await running.rooms.close();
  };

  return {
    origin,
    port,
    /** Where to send requests. */
    base: options.tls ? origin : `http://127.0.0.1:${port}`,
    data,
    get rooms() {
      return running.rooms;
    },
    get app() {
      return running.app;
    },
    log: lines,
    clock,
    /** Moves the clock forward, in milliseconds, and lets what is due happen. */
    async advance(milliseconds: number) {
      ahead += milliseconds;
      await running.app.tick();
    },
    async setPolicy(changes: PolicyChanges, scope: PolicyScope = 'global') {
      await running.rooms.floor.db.write((tx) => running.rooms.policies.set(tx, scope, changes));
    },
    /** An application with a known secret. */
    async addApplication(name = 'Campus Portal', redirectUris = ['https://portal.example.org/callback']) {
      const added = await running.rooms.floor.db.write((tx) =>
        running.rooms.applications.add(tx, { name, redirectUris }),
      );
      if (!added) throw new Error('the application was not added');
      return added as typeof added & { id: ApplicationId };
    },
    async addUser(username: string) {
      const id = await running.rooms.floor.db.write((tx) =>
        running.rooms.users.add(tx, { username, displayName: username, email: `${username}@example.org` }),
      );
      if (!id) throw new Error('the user was not added');
      return id;
    },
    /** Stops the service and starts it again on the same folder. */
    async restart() {
      await end();
      running = await begin();
    },
    /** It cannot be reached while the job runs. */
    async away(job: () => Promise<void>) {
      await end();
      await job();
      running = await begin();
    },
    /** Stops the service and removes its folder. */
    async stop() {
      await end();
      rmSync(data, { recursive: true });
    },
  };
}

export type TestService = Awaited<ReturnType<typeof startTestService>>;

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
