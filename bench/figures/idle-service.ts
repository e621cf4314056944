import { setTimeout as wait } from 'node:timers/promises';
import type { Family } from '../figure.ts';
import { withScratch } from '../service/scratch.ts';
import { prepareSeats } from '../service/seats.ts';
import { freePort, originOf, startService } from '../service/service-process.ts';

const SETTLE = 3_000;

/** The service with a school's people in its database, and nobody there. */
export const idleService: Family = {
  figures: { service_idle_rss_mb: { unit: 'MB', target: 130, better: 'lower' } },
  run: () => withScratch(measure),
};

async function measure(data: string) {
  const port = await freePort();
  await prepareSeats({ data, origin: originOf(port), count: 1_900 });
  // The first start of a release compiles it; what follows is measured.
  await (await startService({ data, port })).stop();
  const service = await startService({ data, port });
  await wait(SETTLE);
  const service_idle_rss_mb = service.rss() / 1e6;
  await service.stop();
  return { service_idle_rss_mb };
}
