import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildStale } from '../../tools/build/build.ts';
import { root } from '../../tools/setup.mjs';

const PATIENCE = 20_000;
/** As `npm run service` and the operator's guide have it. */
const MEMORY = ['--max-semi-space-size=8', '--max-old-space-size=512'];

/** The site that signs people in. */
export const site = {
  name: 'Campus Portal',
  clientId: 'DIBENCHBENCHBENCHBEN',
  clientSecret: 'benchbenchbenchbenchbenchbenchbenchbench',
  redirectUri: 'https://portal.example.org/callback',
} as const;

export interface ServiceOptions {
  data: string;
  port: number;
  /** PEM files; plain HTTP on loopback without them. */
  tls?: { certificate: string; key: string };
}

export interface ServiceProcess {
  /** `host:port`. */
  host: string;
  origin: string;
  /** Resident memory in bytes. */
  rss(): number;
  stop(): Promise<void>;
}

export const originOf = (port: number): string => `https://localhost:${port}`;

/** Starts the service as operators do, in a process of its own, and waits until it answers. */
export async function startService({ data, port, tls }: ServiceOptions): Promise<ServiceProcess> {
  await buildStale(root, ['pages']);
  const bootstrap = join(data, 'bootstrap.json');
  const { redirectUri, ...application } = site;
  writeFileSync(
    bootstrap,
    JSON.stringify({ applications: [{ ...application, redirectUris: [redirectUri] }], users: [] }),
  );
  const child = spawn(process.execPath, [...MEMORY, 'service/main.mjs'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      COUNTERSIGN_ORIGIN: originOf(port),
      COUNTERSIGN_LISTEN: `127.0.0.1:${port}`,
      COUNTERSIGN_DATA: data,
      COUNTERSIGN_BOOTSTRAP: bootstrap,
      ...(tls
        ? { COUNTERSIGN_TLS_CERT: tls.certificate, COUNTERSIGN_TLS_KEY: tls.key }
        : { COUNTERSIGN_TRUST_PROXY: 'loopback' }),
    },
  });
  const closed = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await closed;
  };
  await untilListening(child, port);
  return { host: `127.0.0.1:${port}`, origin: originOf(port), rss: () => residentMemory(child), stop };
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  for (const deadline = performance.now() + PATIENCE; ; await wait(20)) {
    if (child.exitCode !== null) throw new Error('The service did not start.');
    if (await accepts(port)) return;
    if (performance.now() > deadline) throw new Error('The service does not listen.');
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });

/** Linux alone tells it without a tool. */
function residentMemory({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}

/** A port that nobody has now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
