import type { Chromium } from '../../tests/journeys/driver/chromium.ts';
import { openWorld, type World } from '../../tests/journeys/driver/world.ts';

/** One person with a paired Chromium, and the way to send them a request from elsewhere. */
export interface Stage {
  world: World;
  chromium: Chromium;
  /** Sends a request; answers how to approve it, since one that waits would hold the next one back. */
  ask(): Promise<{ approve(): Promise<void> }>;
}

export async function withStage<Value>(job: (stage: Stage) => Promise<Value>): Promise<Value> {
  const world = await openWorld();
  try {
    const alex = await world.addUser('alex');
    const chromium = await world.paired(alex);
    const options = await chromium.options();
    const ask = async () => {
      const prompt = await world.campus.site.begin('alex');
      await prompt.post('promptPush');
      const number = (await prompt.read()).push?.number;
      const [device] = await world.service.rooms.devices.active(alex);
      const approve = async () => {
        const { id } = await world.push();
        await chromium.ask(options, 'push.approve', { device: device?.id, push: id, number });
      };
      return { approve };
    };
    return await job({ world, chromium, ask });
  } finally {
    await world.close();
  }
}
