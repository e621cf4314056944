import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { choosePorts } from '../../../tools/start/ports.ts';
import { freePort, takePort } from './free-port.ts';
import { scratch } from './scratch.ts';

const held: Server[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const server of held.splice(0)) server.close();
});

async function takenPort(): Promise<number> {
  const { port, server } = await takePort();
  held.push(server);
  return port;
}

test('the first choice is remembered for the next start', async () => {
  const file = join(scratch(), 'ports.json');
  const ports = { service: await freePort(), site: await freePort() };
  const env = { COUNTERSIGN_PORT: String(ports.service), SITE_PORT: String(ports.site) };
  expect(await choosePorts(file, env)).toEqual(ports);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(ports);
  expect(await choosePorts(file, {})).toEqual(ports);
});

test('a taken port that was asked for stops the start with what to do', async () => {
  const env = { COUNTERSIGN_PORT: String(await takenPort()) };
  await expect(choosePorts(join(scratch(), 'ports.json'), env)).rejects.toThrow('COUNTERSIGN_PORT=<number>');
});

test('a remembered port that is taken stops it too: paired browsers know the service by it', async () => {
  const file = join(
    scratch({ 'ports.json': JSON.stringify({ service: await takenPort(), site: 1 }) }),
    'ports.json',
  );
  await expect(choosePorts(file, {})).rejects.toThrow('is taken');
});

test('what is not a port is refused', async () => {
  await expect(
    choosePorts(join(scratch(), 'p'), { SITE_PORT: 'http', COUNTERSIGN_PORT: String(await freePort()) }),
  ).rejects.toThrow('SITE_PORT is not a port number.');
});

test('without a wish, a taken default gives way to the next free port, and says so', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  const holder = createServer();
  held.push(holder);
  // Somebody else may hold it already, which serves as well.
  await new Promise((resolve) =>
    holder.once('error', resolve).listen(8443, '127.0.0.1', () => resolve(null)),
  );
  const { service } = await choosePorts(join(scratch(), 'ports.json'), {});
  expect(service).toBeGreaterThan(8443);
  expect(said.mock.calls.flat().join()).toContain('Port 8443 is taken');
});
