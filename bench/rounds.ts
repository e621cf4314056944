import { createHttp } from './clients/http.ts';
import type { PromptClient } from './clients/prompt-client.ts';
import { type OpenPrompt, type OpenPrompts, prepareOpenPrompts } from './service/open-prompts.ts';
import { withScratch } from './service/scratch.ts';
import { freePort, originOf, startService } from './service/service-process.ts';

/** Each signs in once a round. */
const PEOPLE = 1_600;
/** So that the service's code is compiled as it is after its first minute. */
const WARM_UP = 3;

interface Rounds<Way> extends Pick<OpenPrompts<Way>, 'enrol'> {
  /** Rounds that count. */
  measured: number;
  /** Signs everybody in; answers the seconds that the service took. */
  signIn(client: PromptClient, round: { prompts: readonly OpenPrompt<Way>[]; turn: number }): Promise<number>;
}

/** Verifies per second by a service in a process of its own, over HTTP and onto the disk. */
export const measureRounds = <Way>({ measured, enrol, signIn }: Rounds<Way>): Promise<number> =>
  withScratch(async (data) => {
    const port = await freePort();
    const origin = originOf(port);
    const rounds = await prepareOpenPrompts({
      data,
      origin,
      people: PEOPLE,
      rounds: WARM_UP + measured,
      enrol,
    });
    const service = await startService({ data, port });
    const client: PromptClient = { http: createHttp(service.host), origin };
    try {
      let seconds = 0;
      for (const [turn, prompts] of rounds.entries()) {
        const took = await signIn(client, { prompts, turn });
        if (turn >= WARM_UP) seconds += took;
      }
      return (measured * PEOPLE) / seconds;
    } finally {
      await service.stop();
    }
  });
