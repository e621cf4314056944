import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { createApp } from './app.ts';
import { runBootstrap } from './bootstrap/bootstrap.ts';
import { type Config, ConfigError, describeConfig, readConfig } from './config.ts';
import { createPlaces, NamedRange } from './http/address.ts';
import { loadPages } from './http/pages.ts';
import { jsonLog } from './json-log.ts';
import { openRooms } from './rooms.ts';
import { startServer } from './server.ts';
import { systemClock, systemRandom } from './system.ts';

const Places = v.pipe(v.string(), v.parseJson(), v.array(NamedRange));
const PAGES = fileURLToPath(new URL('../.output/pages', import.meta.url));

/** Runs the service until it is told to stop (SIGINT, SIGTERM). */
export async function run(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await start(readConfig(env));
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = 2;
  }
}

async function start(config: Config): Promise<void> {
  const log = jsonLog(systemClock);
  const rooms = await openRooms({ ...config, clock: systemClock, random: systemRandom, log });
  await runBootstrap({ file: config.bootstrap, data: config.data, rooms });
  const app = createApp({
    rooms,
    pages: loadPages(PAGES),
    log,
    trustProxy: config.trustProxy,
    placeOf: createPlaces(readPlaces(config.data)),
    extensionOrigins: config.extensionOrigins,
  });
  const server = await startServer({ app, listen: config.listen, tls: config.tls, log });
  log.info('listening', describeConfig(config));

  const stop = async () => {
    log.info('stopping');
    await server.stop();
    await rooms.close();
    log.info('stopped');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

/** The operator's own names for address ranges: `places.json` in the data folder, if there is one. */
function readPlaces(data: string): NamedRange[] {
  const file = join(data, 'places.json');
  if (!existsSync(file)) return [];
  const parsed = v.safeParse(Places, readFileSync(file, 'utf8'));
  if (!parsed.success)
    throw new ConfigError('places.json must be a list of {"range": "192.0.2.0/24", "name": "…"}.');
  return parsed.output;
}
