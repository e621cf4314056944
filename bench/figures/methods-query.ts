import { join } from 'node:path';
import type { ApplicationId, UserId } from '../../lib/protocol/ids.ts';
import { createApp } from '../../service/app.ts';
import { loadPages } from '../../service/http/pages.ts';
import { openRooms } from '../../service/rooms.ts';
import { systemClock, systemRandom } from '../../service/system.ts';
import { buildStale } from '../../tools/build/build.ts';
import { root } from '../../tools/setup.mjs';
import type { Family } from '../figure.ts';
import { addPeople, personAt } from '../service/many-people.ts';
import { withScratch } from '../service/scratch.ts';
import { site } from '../service/service-process.ts';
import { median } from '../statistics.ts';

/** How often one sign-in by push asks: the page, the presence, the request, the decision, the way out, and between. */
const LOOKS = 6;
const SIGN_INS = 2_000;
/** So that the service's code is compiled as it is after its first minute. */
const WARM_UP = 2_000;

const log = { info() {}, warn() {}, error() {} };
const application = site.clientId as ApplicationId;

/** By what a person can prove themselves, and why not by the rest: one question, as a sign-in asks it. */
export const methodsQuery: Family = {
  figures: {
    methods_query_us_p50_1k: { unit: 'µs', target: Number.POSITIVE_INFINITY, better: 'lower' },
    methods_query_us_p50_1m: {
      unit: 'µs',
      target: ({ methods_query_us_p50_1k = 0 }) => 1.5 * methods_query_us_p50_1k,
      better: 'lower',
    },
  },
  async run() {
    await buildStale(root, ['pages']);
    return {
      methods_query_us_p50_1k: await withScratch((data) => measure(data, 1_000)),
      methods_query_us_p50_1m: await withScratch((data) => measure(data, 1_000_000)),
    };
  },
};

async function measure(data: string, people: number): Promise<number> {
  const open = () =>
    openRooms({
      origin: 'https://localhost',
      data,
      secretFile: join(data, 'secret.key'),
      clock: systemClock,
      random: systemRandom,
      log,
    });
  await (await open()).close();
  addPeople(data, people);
  const rooms = await open();
  const pages = loadPages(join(root, '.output/pages'));
  const { methods } = createApp({
    rooms,
    pages,
    log,
    trustProxy: true,
    placeOf: () => null,
    extensionOrigins: [],
  });
  const policy = await rooms.policies.effective(rooms.floor.db.read, { application, user: null });

  /** Each sign-in is another person's, so its first question finds nothing at hand. */
  async function signIn(user: UserId): Promise<number> {
    const began = performance.now();
    for (let look = 0; look < LOOKS; look++) {
      const answer = await methods.readiness({ user, application, locked: false, policy });
      if (answer.some(({ ready }) => !ready)) throw new Error('Somebody’s factor is not ready.');
    }
    return (1_000 * (performance.now() - began)) / LOOKS;
  }

  const times: number[] = [];
  for (let count = 0; count < WARM_UP + SIGN_INS; count++)
    times.push(await signIn(personAt(Math.floor(Math.random() * people))));
  await rooms.close();
  return median(times.slice(WARM_UP));
}
