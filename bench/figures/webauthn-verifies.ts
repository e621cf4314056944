import type { TransactionId } from '../../lib/protocol/ids.ts';
import type { AssertionResponse } from '../../lib/protocol/webauthn.ts';
import { BenchKey } from '../clients/bench-key.ts';
import { createHttp } from '../clients/http.ts';
import { inTurns, type PromptClient, postToPrompt } from '../clients/prompt-client.ts';
import type { Family } from '../figure.ts';
import { type OpenPrompt, prepareOpenPrompts } from '../service/open-prompts.ts';
import { withScratch } from '../service/scratch.ts';
import { freePort, originOf, startService } from '../service/service-process.ts';

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
  const rounds = await prepareOpenPrompts({
    data,
    origin,
    people: PEOPLE,
    rounds: WARM_UP + MEASURED,
    async enrol(tx, { rooms, user }) {
      const key = new BenchKey();
      await rooms.credentials.add(tx, {
        user,
        kind: 'security_key',
        name: 'Security key',
        rawId: key.rawId,
        publicKey: key.publicKey,
        algorithm: -7,
        signCount: 0,
        verifies: false,
        transports: ['usb'],
        backupEligible: false,
        backedUp: false,
        aaguid: '00000000-0000-0000-0000-000000000000',
        transaction: 'AAAAAAAAAAAAAAAAAAAAAA' as TransactionId,
      });
      return key;
    },
  });
  const service = await startService({ data, port });
  const client: PromptClient = { http: createHttp(service.host), origin };
  try {
    for (const prompts of rounds.splice(0, WARM_UP)) await signIn(client, prompts);
    let seconds = 0;
    for (const prompts of rounds) seconds += await signIn(client, prompts);
    return { webauthn_verifies_per_s: (MEASURED * PEOPLE) / seconds };
  } finally {
    await service.stop();
  }
}

/** Signs everybody in; answers the seconds that the service took. */
async function signIn(client: PromptClient, prompts: readonly OpenPrompt<BenchKey>[]): Promise<number> {
  const asked: [OpenPrompt<BenchKey>, string][] = [];
  const asking = await inTurns(prompts, async (prompt) => {
    const { text } = await postToPrompt(client, prompt, { route: 'promptAssertionBegin', body: METHOD });
    asked.push([prompt, (JSON.parse(text) as { options: { challenge: string } }).options.challenge]);
  });
  const signed = asked.map(([prompt, challenge]): [OpenPrompt<BenchKey>, AssertionResponse] => [
    prompt,
    prompt.way.answer(challenge, client.origin),
  ]);
  const answering = await inTurns(signed, async ([prompt, response]) => {
    await postToPrompt(client, prompt, { route: 'promptAssertion', body: { response } });
  });
  return asking + answering;
}

const METHOD = { method: 'security_key' };
