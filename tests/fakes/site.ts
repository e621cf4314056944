import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import * as v from 'valibot';
import { type FinishReply, PromptState } from '../../lib/protocol/prompt.ts';
import { pathTo, type routes } from '../../lib/protocol/routes.ts';

export interface SiteOptions {
  origin: string;
  base: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  now?: () => number;
}

/** A protected site and the browser that a person signs in with, in as many lines as it takes. */
export class TestSite {
  readonly #options: SiteOptions;

  constructor(options: SiteOptions) {
    this.#options = options;
  }

  #jwt(claims: object): Promise<string> {
    const seconds = Math.floor((this.#options.now ?? Date.now)() / 1_000);
    return new SignJWT({ iat: seconds, exp: seconds + 300, ...claims })
      .setProtectedHeader({ alg: 'HS512', typ: 'JWT' })
      .sign(new TextEncoder().encode(this.#options.clientSecret));
  }

  /** What the site sends the browser to. */
  async authorizeUrl(username: string): Promise<string> {
    const { clientId, origin, base, redirectUri } = this.#options;
    const request = await this.#jwt({
      response_type: 'code',
      scope: 'openid',
      client_id: clientId,
      redirect_uri: redirectUri,
      state: randomBytes(24).toString('base64url'),
      duo_uname: username,
      iss: clientId,
      aud: origin,
      use_duo_code_attribute: true,
    });
    return `${base}${pathTo('authorize')}?${new URLSearchParams({ response_type: 'code', client_id: clientId, request })}`;
  }

  /** Follows the site's redirect to the prompt, as a browser with an empty cookie jar. */
  async begin(username: string, headers: Record<string, string> = {}): Promise<TestPrompt> {
    const response = await fetch(await this.authorizeUrl(username), { redirect: 'manual', headers });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    const path = response.headers.get('location');
    if (response.status !== 303 || !cookie || !path) throw new Error(`authorize answered ${response.status}`);
    const id = new URL(path, this.#options.base).pathname.split('/').at(-1) ?? '';
    const prompt = new TestPrompt({ ...this.#options, id, cookie });
    await prompt.read();
    return prompt;
  }

  /** Exchanges the code that came back with the browser. */
  async exchange(location: string): Promise<{ status: number; body: Record<string, unknown> }> {
    return this.#call('token', {
      grant_type: 'authorization_code',
      code: new URL(location).searchParams.get('duo_code') ?? '',
      redirect_uri: this.#options.redirectUri,
    });
  }

  /** Tells that somebody's password was changed here. */
  passwordChanged(username: string): Promise<{ status: number; body: Record<string, unknown> }> {
    return this.#call('passwordChanged', { username });
  }

  /** A call that only this site can make. */
  async #call(route: 'token' | 'passwordChanged', parameters: Record<string, string>) {
    const { clientId, origin, base } = this.#options;
    const body = new URLSearchParams({
      ...parameters,
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await this.#jwt({
        iss: clientId,
        sub: clientId,
        aud: origin + pathTo(route),
        jti: randomBytes(18).toString('base64url'),
      }),
    });
    const response = await fetch(base + pathTo(route), { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}

/** The prompt page of one transaction, without a screen. */
export class TestPrompt {
  readonly transaction: string;
  readonly cookie: string;
  challenge = '';
  readonly #options: SiteOptions;

  constructor(options: SiteOptions & { id: string; cookie: string }) {
    this.#options = options;
    this.transaction = options.id;
    this.cookie = options.cookie;
  }

  async read(): Promise<PromptState> {
    const response = await fetch(this.#options.base + pathTo('promptState', this.transaction), {
      headers: { Cookie: this.cookie },
    });
    const state = v.parse(PromptState, await response.json());
    this.challenge = state.challenge;
    return state;
  }

  /** One of the page's own POSTs. */
  async post(
    route: Extract<keyof typeof routes, `prompt${string}`>,
    extra: object = {},
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(this.#options.base + pathTo(route, this.transaction), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Origin: this.#options.origin,
        Cookie: this.cookie,
        ...headers,
      },
      body: JSON.stringify({ challenge: this.challenge, ...extra }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async finish(): Promise<string> {
    const { body } = await this.post('promptFinish');
    return (body as v.InferOutput<typeof FinishReply>).location;
  }
}
