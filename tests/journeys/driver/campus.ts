import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestService } from '../../fakes/service.ts';
import type { TestSite } from '../../fakes/site.ts';
import { siteOf } from '../../fakes/stage.ts';

/** A site whose second step is the service's. It asks for no password: each test begins after it. */
export async function openCampus(service: TestService, name = 'Campus Portal') {
  let site: TestSite;
  /** Codes that the site has not traded yet; null: it trades them at once. */
  let held: string[] | null = null;

  const say = (response: ServerResponse, words: string) =>
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><title>Campus</title><h1>${words}</h1>`);

  async function trade(location: string): Promise<string> {
    const { status, body } = await site.exchange(location);
    return status === 200 ? 'Welcome' : `Not signed in: ${String(body.error)}`;
  }

  async function answer(address: URL, response: ServerResponse): Promise<void> {
    const user = address.searchParams.get('user');
    if (address.pathname === '/sign-in' && user !== null)
      return void response.writeHead(303, { Location: await site.authorizeUrl(user) }).end();
    if (address.pathname !== '/callback') return void say(response, 'Nothing here');
    if (held === null) return void say(response, await trade(address.href));
    held.push(address.href);
    say(response, 'One moment');
  }

  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', base), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const application = await service.addApplication(name, [`${base}/callback`]);
  site = siteOf(service, application);

  return {
    base,
    application,
    /** The same site for a browser without a screen. */
    get site() {
      return site;
    },
    signIn: (username: string) => `${base}/sign-in?user=${encodeURIComponent(username)}`,
    /** The site keeps the next codes instead of trading them. */
    hold() {
      held = [];
    },
    /** Trades what was kept; answers what the site says to each. */
    async release(): Promise<string[]> {
      const kept = held ?? [];
      held = null;
      return Promise.all(kept.map(trade));
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
