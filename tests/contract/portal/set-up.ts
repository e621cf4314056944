import { expect } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { ApplicationId, DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import { pathTo, type routes } from '../../../lib/protocol/routes.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import type { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { answer, ask } from '../webauthn/set-up.ts';

type PortalRoute = Extract<keyof typeof routes, `portal${string}`>;

/** A browser that looks at the portal, and keeps the cookie that it is given. */
export class PortalBrowser {
  readonly #service: Stage['service'];
  cookie = '';
  /** As it came. */
  setCookie: string | null = null;

  constructor({ service }: Stage) {
    this.#service = service;
  }

  async #call(path: string, init: RequestInit): Promise<Reply> {
    const response = await fetch(this.#service.base + path, init);
    const set = response.headers.get('set-cookie');
    if (set?.startsWith('__Host-portal=')) {
      this.setCookie = set;
      this.cookie = set.split(';')[0] ?? '';
    }
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  state(headers: Record<string, string> = {}): Promise<Reply> {
    return this.#call(pathTo('portalState'), { headers: { Cookie: this.cookie, ...headers } });
  }

  /** One of the page's own POSTs. */
  post(route: PortalRoute, body: object, headers: Record<string, string> = {}): Promise<Reply> {
    return this.#post(pathTo(route), body, { Cookie: this.cookie, ...headers });
  }

  rename(id: string | null, name: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.#postAbout('portalDeviceName', id, { body: { name }, headers });
  }

  remove(id: string | null, headers: Record<string, string> = {}): Promise<Reply> {
    return this.#postAbout('portalDeviceRemoval', id, { body: {}, headers });
  }

  #postAbout(
    route: PortalRoute,
    id: string | null,
    { body, headers }: { body: object; headers: Record<string, string> },
  ): Promise<Reply> {
    return this.#post(pathTo(route, id ?? ''), body, { Cookie: this.cookie, ...headers });
  }

  /** From this prompt, with whatever it was approved by. */
  enterFrom(prompt: TestPrompt, headers: Record<string, string> = {}): Promise<Reply> {
    const body = { challenge: prompt.challenge };
    const path = pathTo('promptPortal', prompt.transaction);
    return this.#post(path, body, { Cookie: `${this.cookie}; ${prompt.cookie}`, ...headers });
  }

  #post(path: string, body: object, headers: Record<string, string>): Promise<Reply> {
    return this.#call(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: this.#service.origin, ...headers },
      body: JSON.stringify(body),
    });
  }

  /** What the browser shall ask for. */
  async ask(username: string): Promise<Question> {
    const { status, body } = await this.post('portalAssertionBegin', { username });
    expect(status, String(body.error)).toBe(200);
    return body.options as Question;
  }

  answer(response: object): Promise<Reply> {
    return this.post('portalAssertion', { response });
  }
}

export type Question = CeremonyOptions & {
  allowCredentials: { id: string; type: string; transports: string[] }[];
};

/** Whoever opens the portal, or asks to, is counted by the minute. */
export const toNextMinute = ({ service }: Stage): Promise<void> =>
  service.advance(MINUTE - (service.clock.now() % MINUTE));

/** A sign-in that a security key has approved, and that has not gone on to its site. */
export async function approvedByKey(
  { site, service }: Stage,
  {
    key,
    username = 'alex',
    headers = {},
  }: { key: TestAuthenticator; username?: string; headers?: Record<string, string> },
): Promise<TestPrompt> {
  const prompt = await site.begin(username, headers);
  const response = key.get(await ask(prompt), { origin: service.origin });
  expect((await answer(prompt, response)).status).toBe(200);
  return prompt;
}

/** Answers a request that was sent to where no prompt is open, with the number that the prompt shows. */
export async function approveElsewhere(device: TestDevice, prompt: TestPrompt): Promise<void> {
  expect((await prompt.post('promptPush', { device: device.id })).status).toBe(200);
  const number = (await prompt.read()).parts.push?.latest?.number ?? '';
  const push = (await device.inbox()).requests.findLast(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  const decided = await device.decide(push, { decision: 'approve', number });
  expect(decided.body).toEqual({ state: 'approved' });
}

interface Trusted {
  user: UserId;
  holder: { device: DeviceId } | { family: string };
  application?: ApplicationId | null;
  browser?: string;
}

/** A browser that its person has trusted for a day. */
export async function trust(
  { service }: Stage,
  { user, holder, application = null, browser = 'Chrome on Linux' }: Trusted,
): Promise<string> {
  const { floor, trust } = service.rooms;
  const made = await floor.db.write((tx) =>
    trust.make(tx, {
      user,
      holder,
      application,
      browser,
      transaction: 'A'.repeat(22) as never,
      address: '192.0.2.7',
      hours: 24,
      limit: 50,
    }),
  );
  return made.id;
}
