import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { provideCertificate } from '../../tools/start/certificate.ts';
import { gatherCrowd } from '../clients/crowd.ts';
import type { Family } from '../figure.ts';
import { withScratch } from '../service/scratch.ts';
import { prepareSeats } from '../service/seats.ts';
import { freePort, originOf, type ServiceOptions, startService } from '../service/service-process.ts';

/** The first ones pay for code and pools that all share, so only the later ones are counted. */
const FIRST = 500;
const COUNTED = 1_500;
const SETTLE = 2_000;

/** What one more idle paired browser costs the service. */
export const connectedDevices: Family = {
  figures: {
    bytes_per_connected_device: { unit: 'bytes', target: 14_000, better: 'lower' },
    bytes_per_connected_device_tls: { unit: 'bytes', target: 60_000, better: 'lower' },
  },
  async run() {
    return {
      bytes_per_connected_device: await withScratch((data) => bytesPerDevice(data)),
      bytes_per_connected_device_tls: await withScratch((data) => bytesPerDevice(data, makeTls(data))),
    };
  },
};

interface Tls {
  files: NonNullable<ServiceOptions['tls']>;
  ca: string;
}

async function bytesPerDevice(data: string, tls?: Tls): Promise<number> {
  const port = await freePort();
  const seats = await prepareSeats({ data, origin: originOf(port), count: FIRST + COUNTED });
  const service = await startService({ data, port, ...(tls && { tls: tls.files }) });
  const { origin } = service;
  const gather = (from: number, to: number) =>
    gatherCrowd({
      seats: seats.slice(from, to),
      origin,
      host: tls ? `localhost:${port}` : service.host,
      ...(tls && { ca: tls.ca }),
    });
  const first = await gather(0, FIRST);
  await wait(SETTLE);
  const before = service.rss();
  const counted = await gather(FIRST, FIRST + COUNTED);
  await wait(SETTLE);
  const bytes = (service.rss() - before) / COUNTED;
  await Promise.all([first(), counted()]);
  await service.stop();
  return bytes;
}

function makeTls(data: string): Tls {
  mkdirSync(data, { recursive: true });
  const ca = join(data, 'ca.pem');
  const files = { certificate: join(data, 'server.pem'), key: join(data, 'server.key') };
  provideCertificate({ ca, ...files });
  return { files, ca: readFileSync(ca, 'utf8') };
}
