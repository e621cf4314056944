import { createHmac, randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { pageMarks } from '../../lib/protocol/marks.ts';
import type { PromptState } from '../../lib/protocol/prompt.ts';
import type { PushView } from '../../lib/protocol/push.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { Seat } from '../service/seats.ts';
import { type ServiceProcess, site } from '../service/service-process.ts';
import { type BenchDevice, createDevice } from './bench-device.ts';
import { type Http, must } from './http.ts';
import { openStream } from './stream.ts';

/** Somebody with a paired browser, the other browser that they sign in with, and the site, all in one. */
export class Person {
  readonly #seat: Seat;
  readonly #device: BenchDevice;
  readonly #service: ServiceProcess;
  readonly #http: Http;
  #stream: WebSocket | null = null;
  #hinted = () => {};

  constructor({ seat, service, http }: { seat: Seat; service: ServiceProcess; http: Http }) {
    this.#seat = seat;
    this.#service = service;
    this.#http = http;
    this.#device = createDevice({ seat, origin: service.origin });
  }

  /** The paired browser starts to listen. */
  async listen(): Promise<void> {
    const { host } = this.#service;
    this.#stream = await openStream({ device: this.#device, host, onHint: () => this.#hinted() });
  }

  leave(): void {
    this.#stream?.terminate();
  }

  /** One complete sign-in: every request that it needs of the site, the prompt's page and the paired browser. */
  async signIn(): Promise<void> {
    const prompt = await this.#open();
    const hint = new Promise<void>((resolve) => {
      this.#hinted = resolve;
    });
    await this.#post(prompt, 'promptPush');
    const [number, request] = await Promise.all([this.#number(prompt), hint.then(() => this.#waiting())]);
    await this.#device.approve(this.#http, request, number);
    await this.#finish(prompt);
  }

  /** The same in a trusted browser: it proves itself, and nobody is asked. */
  async signInTrusted(): Promise<void> {
    const { id, cookie, challenge } = await this.#open();
    await this.#device.presence(this.#http, { transaction: id, challenge, cookie });
    await this.#finish({ id, cookie, challenge });
  }

  async #finish(prompt: Prompt): Promise<void> {
    const { location } = JSON.parse((await this.#post(prompt, 'promptFinish')).text) as { location: string };
    await this.#exchange(new URL(location).searchParams.get('code') ?? '');
  }

  async #open(): Promise<Prompt> {
    const { clientId, redirectUri } = site;
    const request = signed({
      response_type: 'code',
      scope: 'openid',
      client_id: clientId,
      redirect_uri: redirectUri,
      state: randomBytes(24).toString('base64url'),
      duo_uname: this.#seat.username,
      iss: clientId,
      aud: this.#service.origin,
    });
    const query = new URLSearchParams({ response_type: 'code', client_id: clientId, request });
    const reply = must(await this.#http({ method: 'GET', path: `${pathTo('authorize')}?${query}` }), 303);
    const id = (reply.headers.location?.slice(pathTo('prompt').length) ?? '') as TransactionId;
    const cookie = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const page = must(await this.#http({ method: 'GET', path: pathTo('prompt', id), headers: { cookie } }));
    const [, challenge = ''] = MARK.exec(page.text) ?? [];
    return { id, cookie, challenge };
  }

  /** What the prompt's page shows, for the person to type into the paired browser. */
  async #number({ id, cookie }: Prompt): Promise<string> {
    const reply = await this.#http({ method: 'GET', path: pathTo('promptState', id), headers: { cookie } });
    const { parts } = JSON.parse(must(reply).text) as PromptState;
    return parts.push?.latest?.number ?? '';
  }

  async #post({ id, cookie, challenge }: Prompt, route: 'promptPush' | 'promptFinish') {
    const headers = { cookie, Origin: this.#service.origin, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ challenge });
    return must(await this.#http({ method: 'POST', path: pathTo(route, id), headers, body }));
  }

  async #waiting(): Promise<PushView> {
    const { requests } = await this.#device.inbox(this.#http);
    const request = requests.find(({ state }) => state === 'pending');
    if (!request) throw new Error('The inbox holds no request.');
    return request;
  }

  async #exchange(code: string): Promise<void> {
    const { clientId, redirectUri } = site;
    const assertion = signed({
      iss: clientId,
      sub: clientId,
      aud: this.#service.origin + pathTo('token'),
      jti: randomBytes(18).toString('base64url'),
    });
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    must(await this.#http({ method: 'POST', path: pathTo('token'), headers, body }));
  }
}

interface Prompt {
  id: TransactionId;
  cookie: string;
  challenge: string;
}

const MARK = new RegExp(`${pageMarks.challenge}="([^"]+)"`);
const HEADER = encode({ alg: 'HS512', typ: 'JWT' });

/** A site's JWT (HS512). */
function signed(claims: object): string {
  const iat = Math.floor(Date.now() / 1_000);
  const input = `${HEADER}.${encode({ iat, exp: iat + 300, ...claims })}`;
  return `${input}.${createHmac('sha512', site.clientSecret).update(input).digest('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
