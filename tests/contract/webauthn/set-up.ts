import { expect } from 'vitest';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { AuthenticatorKind, CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import type { Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';

/** The origin of the extension's own pages, as WebAuthn reports it. */
export const EXTENSION = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;

export const startWithExtension = (): Promise<Stage> => startStage({ extensionOrigins: [EXTENSION] });

interface Registration {
  device: TestDevice;
  authenticator: TestAuthenticator;
  kind?: AuthenticatorKind;
  name?: string;
  place?: Alteration & { origin?: string };
  /** A proof that is there already. */
  proof?: string;
}

/** What the extension asks for before its ceremony page opens. */
export async function beginRegistration(
  stage: Stage,
  { device, kind = 'security_key', proof }: Omit<Registration, 'authenticator'>,
): Promise<{ options: CeremonyOptions; ticket: string }> {
  const body = { stepUp: proof ?? (await stepUp(stage, device)), kind };
  const begun = await device.call('POST', pathTo('deviceRegistrationBegin'), { body });
  expect(begun.status).toBe(200);
  return begun.body as { options: CeremonyOptions; ticket: string };
}

/** Registers from the extension's page, the whole way. */
export async function register(stage: Stage, registration: Registration): Promise<Reply> {
  const { device, authenticator, name, place } = registration;
  const { options } = await beginRegistration(stage, registration);
  const response = authenticator.create(options, { origin: EXTENSION, ...place });
  return device.call('POST', pathTo('deviceCredentials'), { body: { response, ...(name && { name }) } });
}

/** What the prompt's page gives the browser. */
export async function ask(
  prompt: TestPrompt,
  method: AuthenticatorKind = 'security_key',
): Promise<CeremonyOptions> {
  const { status, body } = await prompt.post('promptAssertionBegin', { method });
  expect(status, String(body.error)).toBe(200);
  return body.options as CeremonyOptions;
}

export const answer = (prompt: TestPrompt, response: object): Promise<Reply> =>
  prompt.post('promptAssertion', { response });

export const lastEvents = (stage: Stage, like: string) =>
  stage.service.rooms.floor.db.read
    .selectFrom('audit')
    .select(['event', 'reason', 'alert', 'detail', 'device_id'])
    .where('event', 'like', like)
    .orderBy('id')
    .execute();
