import { createHttp } from '../clients/http.ts';
import { perSecond } from '../clients/per-second.ts';
import { Person } from '../clients/person.ts';
import type { Family } from '../figure.ts';
import { withScratch } from '../service/scratch.ts';
import { prepareSeats } from '../service/seats.ts';
import { freePort, originOf, startService } from '../service/service-process.ts';

const PEOPLE = 1_000;
const AT_ONCE = 16;
const WARM_UP = 8_000;
const MEASURED = 5_000;

/** Sign-ins of trusted browsers against the real service in a process of its own; this process is the driver. */
export const trustedSignIns: Family = {
  figures: { trusted_signins_per_s: { unit: '/s', target: 500, better: 'higher' } },
  run: () => withScratch(measure),
};

async function measure(data: string) {
  const port = await freePort();
  const seats = await prepareSeats({ data, origin: originOf(port), count: PEOPLE, trusted: true });
  const service = await startService({ data, port });
  const http = createHttp(service.host);
  const people = seats.map((seat) => new Person({ seat, service, http }));
  const signInFor = (milliseconds: number) =>
    perSecond({ people, milliseconds, atOnce: AT_ONCE, act: (person) => person.signInTrusted() });
  try {
    await signInFor(WARM_UP);
    return { trusted_signins_per_s: await signInFor(MEASURED) };
  } finally {
    await service.stop();
  }
}
