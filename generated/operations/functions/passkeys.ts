// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  DeletePasskeyData,
  DeletePasskeyErrors,
  DeletePasskeyResponses,
  GetPasskeyAuthenticationOptionsData,
  GetPasskeyAuthenticationOptionsErrors,
  GetPasskeyAuthenticationOptionsResponses,
  GetPasskeyRegistrationOptionsData,
  GetPasskeyRegistrationOptionsErrors,
  GetPasskeyRegistrationOptionsResponses,
  ListPasskeysData,
  ListPasskeysErrors,
  ListPasskeysResponses,
  UpdatePasskeyData,
  UpdatePasskeyErrors,
  UpdatePasskeyResponses,
  VerifyPasskeyAuthenticationData,
  VerifyPasskeyAuthenticationErrors,
  VerifyPasskeyAuthenticationResponses,
  VerifyPasskeyRegistrationData,
  VerifyPasskeyRegistrationErrors,
  VerifyPasskeyRegistrationResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Start a sign-in with a passkey
 *
 * Opens a challenge, and returns what the browser needs to ask for any passkey of this site; nobody is named.
 * The challenge is good for `GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION` (default 5 minutes).
 * The body is read only where the server asks for CAPTCHA tokens, and must be JSON then.
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/authentication/options`
 *
 * Error codes: `bad_json`, `captcha_failed`, `over_request_rate_limit`, `passkey_disabled`, `request_entity_too_large`, `request_timeout`, `unexpected_failure`.
 */
export const getPasskeyAuthenticationOptions = (
  options: Options<GetPasskeyAuthenticationOptionsData>,
): RequestResult<GetPasskeyAuthenticationOptionsResponses, GetPasskeyAuthenticationOptionsErrors> =>
  options.client<GetPasskeyAuthenticationOptionsResponses, GetPasskeyAuthenticationOptionsErrors>('post', {
    url: '/passkeys/authentication/options',
    operation: 'getPasskeyAuthenticationOptions',
    ...options,
  })

/**
 * Sign in with a passkey
 *
 * Checks the browser's answer to the challenge, and signs in the user that it names (`userHandle`). Any verification uses
 * up the challenge, a failed one too. The e-mail address and the phone number that the user has must be confirmed.
 * There is no CAPTCHA and no rate limit here. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/authentication/verify`
 *
 * Error codes: `bad_json`, `email_not_confirmed`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `passkey_disabled`, `phone_not_confirmed`, `request_timeout`, `unexpected_failure`, `unknown`, `user_banned`, `validation_failed`, `webauthn_challenge_expired`, `webauthn_challenge_not_found`, `webauthn_verification_failed`.
 */
export const verifyPasskeyAuthentication = (
  options: Options<VerifyPasskeyAuthenticationData>,
): RequestResult<VerifyPasskeyAuthenticationResponses, VerifyPasskeyAuthenticationErrors> =>
  options.client<VerifyPasskeyAuthenticationResponses, VerifyPasskeyAuthenticationErrors>('post', {
    url: '/passkeys/authentication/verify',
    operation: 'verifyPasskeyAuthentication',
    ...options,
  })

/**
 * Start the registration of a passkey
 *
 * Opens a challenge, and returns what the browser needs to make a passkey for the user; a body is not read.
 * The challenge is good for `GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION` (default 5 minutes).
 * A user with a verified second factor needs an AAL2 session. Anonymous and SSO users are refused. A user can have
 * `GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER` passkeys (default 10).
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/registration/options`
 *
 * Error codes: `bad_jwt`, `insufficient_aal`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `too_many_passkeys`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const getPasskeyRegistrationOptions = (
  options: Options<GetPasskeyRegistrationOptionsData>,
): RequestResult<GetPasskeyRegistrationOptionsResponses, GetPasskeyRegistrationOptionsErrors> =>
  options.client<GetPasskeyRegistrationOptionsResponses, GetPasskeyRegistrationOptionsErrors>('post', {
    url: '/passkeys/registration/options',
    operation: 'getPasskeyRegistrationOptions',
    credential: 'accessToken',
    ...options,
  })

/**
 * Register a passkey
 *
 * Checks the browser's answer to the challenge, and adds the passkey to the user. Any verification uses up the
 * challenge, a failed one too. The passkey is named after its maker if the server knows it, else `Passkey`.
 * A key that is registered already, by whomever, is a 500.
 * A user with a verified second factor needs an AAL2 session. Anonymous and SSO users are refused.
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `POST /passkeys/registration/verify`
 *
 * Error codes: `bad_json`, `bad_jwt`, `insufficient_aal`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `too_many_passkeys`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`, `webauthn_challenge_expired`, `webauthn_challenge_not_found`, `webauthn_verification_failed`.
 */
export const verifyPasskeyRegistration = (
  options: Options<VerifyPasskeyRegistrationData>,
): RequestResult<VerifyPasskeyRegistrationResponses, VerifyPasskeyRegistrationErrors> =>
  options.client<VerifyPasskeyRegistrationResponses, VerifyPasskeyRegistrationErrors>('post', {
    url: '/passkeys/registration/verify',
    operation: 'verifyPasskeyRegistration',
    credential: 'accessToken',
    ...options,
  })

/**
 * List the user's passkeys
 *
 * Lists all passkeys of the user, on one page. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `GET /passkeys`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`.
 */
export const listPasskeys = (options: Options<ListPasskeysData>): RequestResult<ListPasskeysResponses, ListPasskeysErrors> =>
  options.client<ListPasskeysResponses, ListPasskeysErrors>('get', {
    url: '/passkeys',
    operation: 'listPasskeys',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Delete a passkey
 *
 * Deletes a passkey of the user. Sessions that were begun with it go on. A user with a verified second factor needs an
 * AAL2 session. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `DELETE /passkeys/{passkey_id}`
 *
 * Error codes: `bad_jwt`, `insufficient_aal`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const deletePasskey = (
  options: Options<DeletePasskeyData>,
): RequestResult<DeletePasskeyResponses, DeletePasskeyErrors> =>
  options.client<DeletePasskeyResponses, DeletePasskeyErrors>('delete', {
    url: '/passkeys/{passkey_id}',
    operation: 'deletePasskey',
    credential: 'accessToken',
    ...options,
  })

/**
 * Rename a passkey
 *
 * Gives a passkey of the user another name; names need not differ. Unlike registration and deletion this asks for no AAL2.
 * Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
 *
 * `PATCH /passkeys/{passkey_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `passkey_disabled`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const updatePasskey = (
  options: Options<UpdatePasskeyData>,
): RequestResult<UpdatePasskeyResponses, UpdatePasskeyErrors> =>
  options.client<UpdatePasskeyResponses, UpdatePasskeyErrors>('patch', {
    url: '/passkeys/{passkey_id}',
    operation: 'updatePasskey',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })
