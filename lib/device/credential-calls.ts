import { Refusal } from '../protocol/errors.ts';
import type { CredentialId, PushId, TransactionId } from '../protocol/ids.ts';
import { type StepUpPurpose, StepUpReply } from '../protocol/step-up.ts';
import {
  type AuthenticatorKind,
  CeremonyReply,
  CredentialReply,
  CredentialsReply,
  DeviceRegistrationReply,
  type RegistrationResponse,
} from '../protocol/webauthn.ts';
import { type Account, about } from './account.ts';
import { type Calls, Done } from './calls.ts';

/** A paired device's calls about its person's authenticators. */
export function createCredentialCalls({ call }: Calls) {
  return {
    async list(account: Account) {
      const reply = CredentialsReply;
      return (await call({ ...about(account), method: 'GET', route: 'deviceCredentials', reply }))
        .credentials;
    },

    /** @throws `service_untrusted` for an address that is not the service's. */
    async stepUp(account: Account, purpose: StepUpPurpose) {
      const body = { purpose };
      const reply = StepUpReply;
      const begun = await call({ ...about(account), method: 'POST', route: 'deviceStepUps', body, reply });
      if (URL.parse(begun.url)?.origin !== account.origin) throw new Refusal('service_untrusted');
      return begun;
    },

    /** @throws `service_untrusted` for a question in another host's name. */
    async beginRegistration(account: Account, body: { stepUp: TransactionId; kind: AuthenticatorKind }) {
      const reply = DeviceRegistrationReply;
      const at = { ...about(account), method: 'POST', route: 'deviceRegistrationBegin' } as const;
      const begun = await call({ ...at, body, reply });
      requireOwnHost(account, (begun.options.rp as { id?: unknown } | undefined)?.id);
      return begun;
    },

    endRegistration: (account: Account, response: RegistrationResponse) =>
      call({
        ...about(account),
        method: 'POST',
        route: 'deviceCredentials',
        body: { response },
        reply: CredentialReply,
      }),

    rename: (account: Account, { id, name }: { id: CredentialId; name: string }) =>
      call({
        ...about(account),
        method: 'PATCH',
        route: 'deviceCredential',
        id,
        body: { name },
        reply: Done,
      }),

    remove: (account: Account, { id, stepUp }: { id: CredentialId; stepUp: TransactionId }) =>
      call({
        ...about(account),
        method: 'POST',
        route: 'deviceCredentialRemoval',
        id,
        body: { stepUp },
        reply: Done,
      }),

    /** What this computer's authenticator must sign to confirm an approval. @throws `service_untrusted` */
    async verification(account: Account, push: PushId) {
      const at = { ...about(account), id: push };
      const { options } = await call({
        ...at,
        method: 'POST',
        route: 'deviceVerification',
        reply: CeremonyReply,
      });
      requireOwnHost(account, options.rpId);
      return options;
    },
  };
}

/** Our page may use the keys of every host that it has access to: a service shall get no farther than its own. */
function requireOwnHost({ origin }: Account, rpId: unknown): void {
  if (rpId !== new URL(origin).hostname) throw new Refusal('service_untrusted');
}
