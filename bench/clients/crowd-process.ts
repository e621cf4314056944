import { createDevice } from './bench-device.ts';
import type { CrowdTask } from './crowd.ts';
import { openStream } from './stream.ts';

/** How many connect at once. */
const ABREAST = 20;

/** A process full of paired browsers that wait and do nothing. It ends with the one that started it. */
process.once('message', async ({ seats, origin, host, ca }: CrowdTask) => {
  const queue = seats.values();
  const work = async () => {
    for (const seat of queue)
      await openStream({ device: createDevice({ seat, origin }), host, ...(ca && { ca }) });
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
  process.send?.('connected');
});
process.once('disconnect', () => process.exit());
