import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { JarBrowser } from '../../fakes/jar-browser.ts';
import { type Passing, startPassing } from '../trust/passing-stage.ts';

/** What ends trust, in the very moment in which it is used: whichever comes first, nothing passes after the end. */
let stage: Passing;
beforeAll(async () => {
  stage = await startPassing();
  await stage.allow();
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(5 * MINUTE));

interface Used {
  browser: JarBrowser;
  device: TestDevice;
}

const write = (job: Parameters<Passing['service']['rooms']['floor']['db']['write']>[0]) =>
  stage.service.rooms.floor.db.write(job);

const endings: Record<string, (used: Used) => Promise<unknown>> = {
  'forgotten by the person': () =>
    write((tx) =>
      stage.service.rooms.trust.forget(tx, {
        user: stage.alex,
        what: { which: 'all' },
        here: null,
        by: 'person',
      }),
    ),
  'a password changed': () =>
    write((tx) =>
      stage.service.rooms.trust.passwordChanged(tx, { user: stage.alex, application: stage.application.id }),
    ),
  'the browser removed': ({ device }) =>
    write(async (tx) => {
      await stage.service.rooms.devices.end(tx, device.id as DeviceId, { status: 'removed', reason: 'desk' });
      await stage.service.rooms.trust.fraudReported(tx, stage.alex);
    }),
  'the person disabled': () => write((tx) => stage.service.rooms.users.setStatus(tx, stage.alex, 'disabled')),
  'policy: off': () => stage.allow({ hours: 0 }),
};

describe.each(Object.keys(endings))('%s while many prompts open', (how) => {
  it('ends all of it: by cookie and by key, nothing passes later', async () => {
    await stage.allow();
    await write((tx) => stage.service.rooms.users.setStatus(tx, stage.alex, 'active'));
    const [byCookie, byKey] = [stage.browser(), stage.browser()];
    const device = await stage.pair();
    await stage.trust(byCookie);
    await stage.trust(byKey, { device });
    const many = Array.from({ length: 8 });
    const pages = await Promise.all(many.map(() => byCookie.arrive(stage.site, 'alex')));
    const prompts = await Promise.all(many.map(() => byKey.arrive(stage.site, 'alex')));
    await Promise.all(prompts.map((prompt) => prompt.read()));

    const uses = pages.map(async (page) => page.load().catch(() => null));
    const proofs = prompts.map((prompt) => device.prove(prompt));
    await endings[how]?.({ browser: byCookie, device });
    await Promise.all([...uses, ...proofs]);

    const rows = await stage.service.rooms.floor.db.read
      .selectFrom('audit')
      .select(['id', 'event'])
      .where('event', 'in', ['trust.used', 'trust.ended'])
      .orderBy('id')
      .execute();
    const events = rows.map(({ event }) => event);
    expect(events.lastIndexOf('trust.used')).toBeLessThan(events.lastIndexOf('trust.ended'));
    expect(await stage.trusts()).toEqual([]);
  });
});
