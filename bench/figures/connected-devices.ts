import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { provideCertificate } from '../../tools/start/certificate.ts';
import { gatherCrowd } from '../clients/crowd.ts';
import type { Family } from '../figure.ts';
import { withScratch } from '../service/scratch.ts';
import { prepareSeats } from '../service/seats.ts';
import { freePort, originOf, startService } from '../service/service-process.ts';

/** These come first, so that what the process itself takes on under load is not counted as theirs. */
const FIRST = 1_000;
const COUNTED = 3_000;
const SETTLE = 3_000;

/** What a paired browser that only waits costs the service, in resident memory. */
export const connectedDevices: Family = {
  figures: {
    bytes_per_connected_device: { unit: 'bytes', target: 14_000, better: 'lower' },
    bytes_per_connected_device_tls: { unit: 'bytes', target: 60_000, better: 'lower' },
  },
  run: async () => ({
    bytes_per_connected_device: await withScratch((data) => bytesEach(data, { tls: false })),
    bytes_per_connected_device_tls: await withScratch((data) => bytesEach(data, { tls: true })),
  }),
};

async function bytesEach(data: string, { tls }: { tls: boolean }): Promise<number> {
  const at = (name: string) => join(data, name);
  const files = { ca: at('ca.pem'), certificate: at('server.pem'), key: at('server-key.pem') };
  if (tls) provideCertificate(files);
  const port = await freePort();
  const seats = await prepareSeats({ data, origin: originOf(port), count: FIRST + COUNTED });
  const { host, origin, rss, stop } = await startService({ data, port, ...(tls && { tls: files }) });
  const gather = async (some: typeof seats) => {
    const ca = tls && { ca: readFileSync(files.ca, 'utf8') };
    const disperse = await gatherCrowd({ seats: some, origin, host, ...ca });
    await wait(SETTLE);
    return { disperse, bytes: rss() };
  };
  const before = await gather(seats.slice(0, FIRST));
  const after = await gather(seats.slice(FIRST));
  await Promise.all([before.disperse(), after.disperse()]);
  await stop();
  return (after.bytes - before.bytes) / COUNTED;
}
