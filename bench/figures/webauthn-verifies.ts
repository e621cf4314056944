import { pathTo, type routes } from '../../lib/protocol/routes.ts';
import type { AssertionResponse } from '../../lib/protocol/webauthn.ts';
import { createHttp, type Http, must } from '../clients/http.ts';
import type { Family } from '../figure.ts';
import { type OpenPrompt, prepareKeySeats } from '../service/key-seats.ts';
import { withScratch } from '../service/scratch.ts';
import { freePort, originOf, startService } from '../service/service-process.ts';

/** Clients at once. */
const AT_ONCE = 32;
/** Each with one key, that answers once a round. */
const PEOPLE = 1_600;
/** So that the service's code is compiled as it is after its first minute. */
const WARM_UP = 3;
const MEASURED = 4;

/**
 * Challenges issued and consumed by answers that the service verifies, over HTTP and onto the disk. The answers are
 * signed between the two, outside the measured time: this process must not be what is measured.
 */
export const webauthnVerifies: Family = {
  figures: { webauthn_verifies_per_s: { unit: '/s', target: 1_200, better: 'higher' } },
  run: () => withScratch(measure),
};

async function measure(data: string) {
  const port = await freePort();
  const origin = originOf(port);
  const rounds = await prepareKeySeats({ data, origin, people: PEOPLE, rounds: WARM_UP + MEASURED });
  const service = await startService({ data, port });
  const client: Client = { http: createHttp(service.host), origin };
  try {
    for (const prompts of rounds.splice(0, WARM_UP)) await signIn(client, prompts);
    let seconds = 0;
    for (const prompts of rounds) seconds += await signIn(client, prompts);
    return { webauthn_verifies_per_s: (MEASURED * PEOPLE) / seconds };
  } finally {
    await service.stop();
  }
}

interface Client {
  http: Http;
  origin: string;
}

/** Signs everybody in; answers the seconds that the service took. */
async function signIn(client: Client, prompts: readonly OpenPrompt[]): Promise<number> {
  const asked: [OpenPrompt, string][] = [];
  const asking = await inTurns(prompts, async (prompt) => {
    const { text } = await post(client, prompt, { route: 'promptAssertionBegin', body: METHOD });
    asked.push([prompt, (JSON.parse(text) as { options: { challenge: string } }).options.challenge]);
  });
  const signed = asked.map(([prompt, challenge]): [OpenPrompt, AssertionResponse] => [
    prompt,
    prompt.key.answer(challenge, client.origin),
  ]);
  const answering = await inTurns(signed, async ([prompt, response]) => {
    await post(client, prompt, { route: 'promptAssertion', body: { response } });
  });
  return asking + answering;
}

const METHOD = { method: 'security_key' };

/** Lets `AT_ONCE` clients work through a list; answers the seconds that they took. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<number> {
  const began = performance.now();
  const queue = items.values();
  const client = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return (performance.now() - began) / 1_000;
}

interface Question {
  route: keyof typeof routes;
  body: object;
}

async function post({ http, origin }: Client, prompt: OpenPrompt, { route, body }: Question) {
  const headers = { cookie: prompt.cookie, Origin: origin, 'Content-Type': 'application/json' };
  const sent = JSON.stringify({ challenge: prompt.challenge, ...body });
  return must(await http({ method: 'POST', path: pathTo(route, prompt.id), headers, body: sent }));
}
