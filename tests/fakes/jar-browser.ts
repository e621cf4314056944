import * as v from 'valibot';
import { PromptState } from '../../lib/protocol/prompt.ts';
import { pathTo, type routes } from '../../lib/protocol/routes.ts';
import { TRUST_COOKIE } from '../../lib/protocol/trust.ts';
import type { Reply } from './device.ts';
import type { TestService } from './service.ts';
import type { TestSite } from './site.ts';

const CHROME_ON_LINUX =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
export const FIREFOX_ON_WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** As much of a browser as trust is about: its cookies, and what it calls itself. */
export class JarBrowser {
  readonly #service: TestService;
  readonly #userAgent: string;
  readonly jar = new Map<string, string>();

  constructor(service: TestService, userAgent = CHROME_ON_LINUX) {
    this.#service = service;
    this.#userAgent = userAgent;
  }

  /** What a thief of its cookies has. */
  copy(userAgent = this.#userAgent): JarBrowser {
    const copy = new JarBrowser(this.#service, userAgent);
    for (const [name, value] of this.jar) copy.jar.set(name, value);
    return copy;
  }

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The cookies by which people trust this browser. */
  get trusted(): [name: string, value: string][] {
    return [...this.jar].filter(([name]) => name.startsWith(TRUST_COOKIE));
  }

  /** `lost`: the reply does not arrive, nor do its cookies. */
  async request(
    path: string,
    { method = 'GET', body, lost = false }: { method?: string; body?: object; lost?: boolean } = {},
  ): Promise<Response> {
    const response = await fetch(this.#service.base + path, {
      method,
      redirect: 'manual',
      headers: {
        'User-Agent': this.#userAgent,
        ...(this.jar.size > 0 && { Cookie: this.cookie }),
        ...(body && { 'Content-Type': 'application/json', Origin: this.#service.origin }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!lost) this.#keep(response);
    return response;
  }

  #keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
  }

  /** Follows a site's redirect to the address of the prompt, and stops there. */
  async arrive(site: TestSite, username: string): Promise<JarPrompt> {
    const path = (await site.authorizeUrl(username)).slice(this.#service.base.length);
    const response = await this.request(path);
    const id = response.headers.get('location')?.split('/').at(-1);
    if (response.status !== 303 || !id) throw new Error(`authorize answered ${response.status}`);
    return new JarPrompt(this, id);
  }

  /** And on to whatever is there: `location` is where the site waits, null where the prompt was shown. */
  async open(site: TestSite, username: string): Promise<{ prompt: JarPrompt; location: string | null }> {
    const prompt = await this.arrive(site, username);
    return { prompt, location: await prompt.load() };
  }
}

/** One prompt in one browser. */
export class JarPrompt {
  readonly transaction: string;
  challenge = '';
  readonly #browser: JarBrowser;

  constructor(browser: JarBrowser, transaction: string) {
    this.#browser = browser;
    this.transaction = transaction;
  }

  /** What the browser sends with it. */
  get cookie(): string {
    return this.#browser.cookie;
  }

  /** Where the address leads: to the site, or (null) to the page. */
  async load({ lost = false }: { lost?: boolean } = {}): Promise<string | null> {
    const response = await this.#browser.request(pathTo('prompt', this.transaction), { lost });
    if (response.status === 303) return response.headers.get('location');
    if (response.status !== 200) throw new Error(`the prompt answered ${response.status}`);
    if (!lost) await this.read();
    return null;
  }

  async read(): Promise<PromptState> {
    const response = await this.#browser.request(pathTo('promptState', this.transaction));
    const state = v.parse(PromptState, await response.json());
    this.challenge = state.challenge;
    return state;
  }

  async post(
    route: Extract<keyof typeof routes, `prompt${string}`>,
    extra: object = {},
    { lost = false }: { lost?: boolean } = {},
  ): Promise<Reply> {
    const response = await this.#browser.request(pathTo(route, this.transaction), {
      method: 'POST',
      body: { challenge: this.challenge, ...extra },
      lost,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async finish(): Promise<string> {
    const { body } = await this.post('promptFinish');
    return String(body.location);
  }
}
