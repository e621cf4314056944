import type { TransactionId } from '../../lib/protocol/ids.ts';
import type { AssertionResponse } from '../../lib/protocol/webauthn.ts';
import { BenchKey } from '../clients/bench-key.ts';
import { inTurns, type PromptClient, postToPrompt } from '../clients/prompt-client.ts';
import type { Family } from '../figure.ts';
import { measureRounds } from '../rounds.ts';
import type { OpenPrompt } from '../service/open-prompts.ts';

/**
 * Challenges issued and consumed by answers that the service verifies. The answers are signed between the two,
 * outside the measured time: this process must not be what is measured.
 */
export const webauthnVerifies: Family = {
  figures: { webauthn_verifies_per_s: { unit: '/s', target: 1_200, better: 'higher' } },
  run: async () => ({ webauthn_verifies_per_s: await measure() }),
};

/** Each person has one key, that answers once a round. */
const measure = (): Promise<number> =>
  measureRounds<BenchKey>({
    measured: 4,
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
    signIn: (client, { prompts }) => signIn(client, prompts),
  });

const METHOD = { method: 'security_key' };

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
