import { gatherCrowd } from '../clients/crowd.ts';
import { createHttp } from '../clients/http.ts';
import { perSecond } from '../clients/per-second.ts';
import { Person } from '../clients/person.ts';
import type { Family } from '../figure.ts';
import { withScratch } from '../service/scratch.ts';
import { prepareSeats } from '../service/seats.ts';
import { freePort, originOf, startService } from '../service/service-process.ts';
import { median } from '../statistics.ts';

/** People at once. */
const AT_ONCE = 16;
/** Who take turns, others in each part: nobody signs in every second, and an inbox keeps the last five minutes. */
const GROUP = 320;
const IDLE = 1_900;
/** So that the service's code is compiled as it is after its first minute. */
const WARM_UP = 8_000;
const MEASURED = 5_000;

/** Complete sign-ins against the real service in a process of its own; this process is the driver. */
export const signIns: Family = {
  figures: {
    signins_per_s: { unit: '/s', target: 400, better: 'higher' },
    signin_ms_p50_alone: { unit: 'ms', target: 8, better: 'lower' },
    signins_per_s_1900_devices: {
      unit: '/s',
      target: ({ signins_per_s = 0 }) => 0.8 * signins_per_s,
      better: 'higher',
    },
    service_rss_mb_1900_devices: { unit: 'MB', target: 220, better: 'lower' },
  },
  run: () => withScratch(measure),
};

async function measure(data: string) {
  const port = await freePort();
  const seats = await prepareSeats({ data, origin: originOf(port), count: 5 * GROUP + IDLE });
  const service = await startService({ data, port });
  const http = createHttp(service.host);
  const withGroup = async (job: (people: readonly Person[]) => Promise<number>): Promise<number> => {
    const people = seats.splice(0, GROUP).map((seat) => new Person({ seat, service, http }));
    await Promise.all(people.map((person) => person.listen()));
    return job(people).finally(() => {
      for (const person of people) person.leave();
    });
  };
  try {
    await withGroup((people) => signInFor(people, WARM_UP));
    const signins_per_s = await withGroup((people) => signInFor(people, MEASURED));
    const signin_ms_p50_alone = await withGroup(signInAlone);
    const disperse = await gatherCrowd({ seats: seats.splice(0, IDLE), ...service });
    await withGroup((people) => signInFor(people, WARM_UP));
    const signins_per_s_1900_devices = await withGroup((people) => signInFor(people, MEASURED));
    const service_rss_mb_1900_devices = service.rss() / 1e6;
    await disperse();
    return { signins_per_s, signin_ms_p50_alone, signins_per_s_1900_devices, service_rss_mb_1900_devices };
  } finally {
    await service.stop();
  }
}

const signInFor = (people: readonly Person[], milliseconds: number): Promise<number> =>
  perSecond({ people, milliseconds, atOnce: AT_ONCE, act: (person) => person.signIn() });

async function signInAlone(people: readonly Person[]): Promise<number> {
  const times: number[] = [];
  for (const person of people) {
    const began = performance.now();
    await person.signIn();
    times.push(performance.now() - began);
  }
  return median(times);
}
