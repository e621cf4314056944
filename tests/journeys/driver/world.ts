import { extensionOrigins } from '../../../tools/build/identity.ts';
import { invite } from '../../contract/enrolment/set-up.ts';
import { startTestService } from '../../fakes/service.ts';
import { openCampus } from './campus.ts';
import { type Chromium, openChromium } from './chromium.ts';
import { pairByInvitation } from './pairing.ts';
import { makeTrust } from './trust.ts';

/** The service over TLS, a site, and as many browsers as a test opens. */
export async function openWorld() {
  const trust = makeTrust();
  const service = await startTestService({ tls: trust.tls, extensionOrigins: extensionOrigins() });
  const campus = await openCampus(service);
  const opened: Chromium[] = [];
  const { db } = service.rooms.floor;

  const chromium = async (profile?: string): Promise<Chromium> => {
    const browser = await openChromium(trust.trustedKey, profile);
    opened.push(browser);
    return browser;
  };

  return {
    trust,
    service,
    campus,
    chromium,
    addUser: (username: string) => service.addUser(username),
    invite: (user: Awaited<ReturnType<typeof service.addUser>>, kind?: 'link' | 'inline') =>
      invite(service, user, kind),
    /** A browser that this person has paired from an invitation. */
    async paired(user: Awaited<ReturnType<typeof service.addUser>>): Promise<Chromium> {
      const [browser, link] = await Promise.all([chromium(), invite(service, user)]);
      await pairByInvitation(browser, link);
      return browser;
    },
    /** The newest push. */
    push: () =>
      db.read
        .selectFrom('pushes')
        .selectAll()
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow(),
    async close(): Promise<void> {
      await Promise.all(opened.map((browser) => browser.close()));
      await campus.close();
      await service.stop();
      trust.remove();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
