import { randomBytes } from 'node:crypto';
import { hotp, type OtpEntry, otpSecret } from '../../lib/otp/otp.ts';
import { createHttp } from '../clients/http.ts';
import { inTurns, type PromptClient, postToPrompt } from '../clients/prompt-client.ts';
import type { Family } from '../figure.ts';
import { type OpenPrompt, prepareOpenPrompts } from '../service/open-prompts.ts';
import { withScratch } from '../service/scratch.ts';
import { freePort, originOf, startService } from '../service/service-process.ts';

/** Each with one token, pressed once a round. */
const PEOPLE = 1_600;
/** So that the service's code is compiled as it is after its first minute. */
const WARM_UP = 3;
const MEASURED = 5;

type Token = Pick<OtpEntry, 'secret' | 'algorithm' | 'digits'>;

/** Codes of counter-based tokens that the service accepts, over HTTP and onto the disk, each with its audit rows. */
export const passcodeVerifies: Family = {
  figures: { passcode_verifies_per_s: { unit: '/s', target: 1_000, better: 'higher' } },
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
    async enrol(tx, { rooms, user, turn }): Promise<Token> {
      const secret = otpSecret(randomBytes(20));
      const token = { serial: `BENCH-${turn}`, type: 'h6', secret, counter: 0, period: 0, user } as const;
      await rooms.passcodes.hardwareTokens.add(tx, [token]);
      return { secret, algorithm: 'SHA1', digits: 6 };
    },
  });
  const service = await startService({ data, port });
  const client: PromptClient = { http: createHttp(service.host), origin };
  try {
    let seconds = 0;
    for (const [round, prompts] of rounds.entries()) {
      const took = await signIn(client, { prompts, counter: round });
      if (round >= WARM_UP) seconds += took;
    }
    return { passcode_verifies_per_s: (MEASURED * PEOPLE) / seconds };
  } finally {
    await service.stop();
  }
}

interface Round {
  prompts: readonly OpenPrompt<Token>[];
  counter: number;
}

/** Everybody types the next code; answers the seconds that the service took. */
function signIn(client: PromptClient, { prompts, counter }: Round): Promise<number> {
  const typed = prompts.map((prompt): [OpenPrompt<Token>, string] => [prompt, hotp(prompt.way, counter)]);
  return inTurns(typed, async ([prompt, passcode]) => {
    await postToPrompt(client, prompt, { route: 'promptPasscode', body: { passcode } });
  });
}
