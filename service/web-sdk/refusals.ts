/** The error names of RFC 6749 §5.2 and §4.1.2.1. */
type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

interface Words {
  error: OAuthError;
  error_description: string;
}

const say = (error: OAuthError, error_description: string): Words => ({ error, error_description });

const unverified = say('invalid_client', 'Failed to verify signature.');
const badAssertion = say('invalid_client', 'The provided client_assertion was invalid.');
const badCode = say('invalid_grant', 'The provided code is not valid, or was used or has expired.');

/**
 * Why a site's request is refused: a stable word for the audit log, and what the site is told. Several words share
 * one sentence where telling them apart would help only somebody who guesses.
 */
export const refusals = {
  parameters_malformed: say(
    'invalid_request',
    'The parameters are malformed, repeated, or of an unknown type.',
  ),
  parameter_missing: say('invalid_request', 'A required parameter is missing.'),
  grant_type_unsupported: say('unsupported_grant_type', 'The grant_type must be authorization_code.'),

  assertion_missing: say('invalid_client', 'The client_assertion is missing or its type is not supported.'),
  client_unknown: unverified,
  client_mismatch: unverified,
  signature_invalid: unverified,
  client_disabled: say('unauthorized_client', 'This application is disabled.'),
  claims_malformed: badAssertion,
  subject_wrong: badAssertion,
  audience_wrong: badAssertion,
  expired: badAssertion,
  expires_too_late: badAssertion,
  not_yet_valid: badAssertion,
  assertion_replayed: badAssertion,

  code_unknown: badCode,
  code_expired: badCode,
  code_voided: badCode,
  code_replayed: badCode,
  code_foreign: badCode,

  response_type_unsupported: say('unsupported_response_type', 'The response_type must be code.'),
  scope_invalid: say('invalid_scope', 'The scope must be openid.'),
  state_invalid: say('invalid_request', 'The state must have 16 to 1024 characters.'),
  nonce_invalid: say('invalid_request', 'The nonce must have 16 to 1024 characters.'),
  username_invalid: say('invalid_request', 'The duo_uname must be text and not empty.'),
} as const;

export type Reason = keyof typeof refusals;
