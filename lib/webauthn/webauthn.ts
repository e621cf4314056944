import {
  browserSupportsWebAuthn,
  platformAuthenticatorIsAvailable,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser';
import type { ErrorCode } from '../protocol/errors.ts';
import type { AssertionResponse, CeremonyOptions, RegistrationResponse } from '../protocol/webauthn.ts';
import { type Ceremony, failureOf } from './failure.ts';

export { askUnlockKey, makeUnlockKey, unlockKeysAvailable } from './unlock-key.ts';

export type CeremonyResult<Response> = { ok: true; response: Response } | { ok: false; error: ErrorCode };

export interface CeremonyCall {
  /** Takes the question back; the answer is then `ceremony_cancelled`. */
  signal?: AbortSignal;
}

/** Asks the browser to register an authenticator. Never throws; a later ceremony of this page cancels this one. */
export const register = (
  options: CeremonyOptions,
  call: CeremonyCall = {},
): Promise<CeremonyResult<RegistrationResponse>> =>
  ask('register', () => startRegistration({ optionsJSON: options as never }), call);

/** Asks the browser for an authenticator's signature. Never throws; a later ceremony of this page cancels this one. */
export const authenticate = (
  options: CeremonyOptions,
  call: CeremonyCall = {},
): Promise<CeremonyResult<AssertionResponse>> =>
  ask('authenticate', () => startAuthentication({ optionsJSON: options as never }), call);

/** Whether this computer has an authenticator of its own that checks who is there. */
export const platformAvailable = (): Promise<boolean> =>
  platformAuthenticatorIsAvailable().catch(() => false);

/**
 * Whether a ceremony may begin without a click: browsers refuse a page that is not looked at. Some refuse every page
 * that was not clicked; then the answer is `ceremony_cancelled`, and a button is to be shown.
 */
export const mayStartByItself = (): boolean =>
  browserSupportsWebAuthn() && document.visibilityState === 'visible' && document.hasFocus();

/** No person closes a dialog faster, in milliseconds. */
const UNSEEN = 300;

/** Whether the browser refused to open a dialog without a click, `after` so many milliseconds. */
export const wasUnseen = (error: ErrorCode, after: number): boolean =>
  error === 'ceremony_cancelled' && after < UNSEEN;

async function ask<Response>(
  ceremony: Ceremony,
  start: () => Promise<unknown>,
  { signal }: CeremonyCall,
): Promise<CeremonyResult<Response>> {
  if (!browserSupportsWebAuthn()) return { ok: false, error: 'ceremony_unsupported' };
  if (signal?.aborted) return { ok: false, error: 'ceremony_cancelled' };
  const cancel = () => WebAuthnAbortService.cancelCeremony();
  const answer = start();
  // The library begins at once and keeps one ceremony a page, so that this one is what a signal cancels from now on.
  signal?.addEventListener('abort', cancel);
  try {
    return { ok: true, response: (await answer) as Response };
  } catch (error) {
    return { ok: false, error: failureOf(ceremony, error) };
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
