import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Stop } from '../setup/step.mjs';

export interface Ports {
  service: number;
  site: number;
}

const defaults: Ports = { service: 8443, site: 8080 };
const variables = { service: 'COUNTERSIGN_PORT', site: 'SITE_PORT' } as const;
const TRIES = 20;

/**
 * The ports of this run: what the environment says, else those of the last run, else the first free ones.
 * They are remembered, because a paired browser knows the service by its address.
 *
 * @throws {Stop} when a port that was asked for or remembered is taken
 */
export async function choosePorts(file: string, env: NodeJS.ProcessEnv): Promise<Ports> {
  const remembered = readPorts(file);
  const ports = {
    service: await choosePort('service', { remembered, env }),
    site: await choosePort('site', { remembered, env }),
  };
  if (!remembered) writeFileSync(file, JSON.stringify(ports));
  return ports;
}

async function choosePort(
  name: keyof Ports,
  { remembered, env }: { remembered: Ports | null; env: NodeJS.ProcessEnv },
): Promise<number> {
  const variable = variables[name];
  const asked = env[variable];
  const fixed = asked ? Number(asked) : remembered?.[name];
  if (fixed === undefined) return firstFree(name);
  if (!Number.isInteger(fixed) || fixed < 1 || fixed > 65_535)
    throw new Stop(`${variable} is not a port number.`);
  if (await isFree(fixed)) return fixed;
  throw new Stop(
    `Port ${fixed} is taken, perhaps by another "npm start" of this folder. ` +
      `Stop that program, or choose another port with ${variable}=<number>.`,
  );
}

async function firstFree(name: keyof Ports): Promise<number> {
  const wanted = defaults[name];
  for (let port = wanted; port < wanted + TRIES; port++) {
    if (!(await isFree(port))) continue;
    if (port !== wanted)
      console.log(`Port ${wanted} is taken; using ${port}. Choose another with ${variables[name]}=<number>.`);
    return port;
  }
  throw new Stop(`No port from ${wanted} on is free. Choose one with ${variables[name]}=<number>.`);
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)));
  });

function readPorts(file: string): Ports | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
