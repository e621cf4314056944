import type { UserId } from '../../lib/protocol/ids.ts';
import { TestDevice } from './device.ts';
import { startTestService, type TestService, type TestServiceOptions } from './service.ts';
import { TestSite } from './site.ts';

/** A running service with one site and one person, and browsers to pair. */
export async function startStage(options: TestServiceOptions = {}) {
  const service = await startTestService(options);
  const application = await service.addApplication();
  const alex = await service.addUser('alex');
  return {
    service,
    alex,
    application,
    site: siteOf(service, application),
    /** A browser of the person, paired without the ceremony (which has its own tests). */
    pair: (name = 'Chrome on Linux', user: UserId = alex) => pair(service, { user, name }),
    stop: () => service.stop(),
  };
}

export type Stage = Awaited<ReturnType<typeof startStage>>;

export function siteOf(
  service: TestService,
  application: { id: string; secret: string; redirectUris: string[] },
): TestSite {
  return new TestSite({
    origin: service.origin,
    base: service.base,
    clientId: application.id,
    clientSecret: application.secret,
    redirectUri: application.redirectUris[0] ?? '',
    now: service.clock.now,
  });
}

/** Pairs a browser without a screen, and without the ceremony. */
export async function pair(
  service: TestService,
  { user, name }: { user: UserId; name: string },
): Promise<TestDevice> {
  const device = new TestDevice({ origin: service.origin, base: service.base, now: service.clock.now });
  const { floor, devices, signing } = service.rooms;
  const id = await floor.db.write((tx) =>
    devices.add(tx, { user, name, signKey: device.signKey, receiveKey: device.receiveKey }),
  );
  device.adopt(id, signing.public());
  return device;
}
