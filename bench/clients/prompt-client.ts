import { pathTo, type routes } from '../../lib/protocol/routes.ts';
import type { OpenPrompt } from '../service/open-prompts.ts';
import { type Http, must } from './http.ts';

/** Clients at once. */
const AT_ONCE = 32;

/** Lets `AT_ONCE` clients work through a list; answers the seconds that they took. */
export async function inTurns<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<number> {
  const began = performance.now();
  const queue = items.values();
  const client = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return (performance.now() - began) / 1_000;
}

export interface PromptClient {
  http: Http;
  origin: string;
}

/** What the prompt's page posts. @throws where the service refuses it */
export async function postToPrompt(
  { http, origin }: PromptClient,
  prompt: OpenPrompt<unknown>,
  { route, body }: { route: keyof typeof routes; body: object },
) {
  const headers = { cookie: prompt.cookie, Origin: origin, 'Content-Type': 'application/json' };
  const sent = JSON.stringify({ challenge: prompt.challenge, ...body });
  return must(await http({ method: 'POST', path: pathTo(route, prompt.id), headers, body: sent }));
}
