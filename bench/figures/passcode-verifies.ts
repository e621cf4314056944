import { randomBytes } from 'node:crypto';
import { hotp, type OtpEntry, otpSecret } from '../../lib/otp/otp.ts';
import { inTurns, postToPrompt } from '../clients/prompt-client.ts';
import type { Family } from '../figure.ts';
import { measureRounds } from '../rounds.ts';
import type { OpenPrompt } from '../service/open-prompts.ts';

type Token = Pick<OtpEntry, 'secret' | 'algorithm' | 'digits'>;

/** Codes of counter-based tokens that the service accepts, each with its audit rows. */
export const passcodeVerifies: Family = {
  figures: { passcode_verifies_per_s: { unit: '/s', target: 1_000, better: 'higher' } },
  run: async () => ({ passcode_verifies_per_s: await measure() }),
};

/** Each person has one token, pressed once a round. */
const measure = (): Promise<number> =>
  measureRounds<Token>({
    measured: 5,
    async enrol(tx, { rooms, user, turn }) {
      const secret = otpSecret(randomBytes(20));
      const token = { serial: `BENCH-${turn}`, type: 'h6', secret, counter: 0, period: 0, user } as const;
      await rooms.passcodes.hardwareTokens.add(tx, [token]);
      return { secret, algorithm: 'SHA1', digits: 6 };
    },
    signIn(client, { prompts, turn }) {
      const typed = prompts.map((prompt): [OpenPrompt<Token>, string] => [prompt, hotp(prompt.way, turn)]);
      return inTurns(typed, async ([prompt, passcode]) => {
        await postToPrompt(client, prompt, { route: 'promptPasscode', body: { passcode } });
      });
    },
  });
