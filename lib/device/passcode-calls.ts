import { base64url, compactDecrypt } from 'jose';
import { Refusal } from '../protocol/errors.ts';
import type { TokenId, TransactionId } from '../protocol/ids.ts';
import {
  PASSCODE_TYP,
  PasscodeReply,
  PasscodeSecret,
  PrintedReply,
  PrintedView,
} from '../protocol/passcodes.ts';
import { type Account, about } from './account.ts';
import { type Calls, Done } from './calls.ts';
import { openSigned } from './open-signed.ts';

/** A paired device's calls about its person's passcodes. */
export function createPasscodeCalls({ call }: Calls) {
  return {
    /** The secret of this browser's own codes. @throws `service_untrusted` */
    async receive(account: Account) {
      const at = { ...about(account), method: 'POST', route: 'devicePasscode' } as const;
      const { token, jwe } = await call({ ...at, reply: PasscodeReply });
      const jws = await decrypt(jwe, account);
      const told = await openSigned({ jws, typ: PASSCODE_TYP, content: PasscodeSecret }, account);
      if (told.token !== token) throw new Refusal('service_untrusted');
      return { token, secret: base64url.decode(told.secret), counter: told.counter };
    },

    /** Tells a first code. Harmless when repeated. */
    confirm: (account: Account, { token, passcode }: { token: TokenId; passcode: string }) =>
      call({
        ...about(account),
        method: 'POST',
        route: 'devicePasscodeConfirmation',
        id: token,
        body: { passcode },
        reply: Done,
      }),

    /** How many printed codes are left. */
    printed: (account: Account) =>
      call({ ...about(account), method: 'GET', route: 'devicePrintedCodes', reply: PrintedView }),

    /** New printed codes, in the place of those before. */
    print: (account: Account, stepUp: TransactionId) =>
      call({
        ...about(account),
        method: 'POST',
        route: 'devicePrintedCodes',
        body: { stepUp },
        reply: PrintedReply,
      }),
  };
}

/** @throws `service_untrusted` for what this device cannot open, by the one way that the two halves agreed on */
async function decrypt(jwe: string, { keys }: Account): Promise<string> {
  try {
    const { plaintext } = await compactDecrypt(jwe, keys.receive.private, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    throw new Refusal('service_untrusted');
  }
}
