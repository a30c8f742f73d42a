// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  GetUserData,
  GetUserErrors,
  GetUserResponses,
  ReauthenticateData,
  ReauthenticateErrors,
  ReauthenticateResponses,
  UpdateUserData,
  UpdateUserErrors,
  UpdateUserResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Send a code that proves who is there
 *
 * Sends a one-time code to the user's address, or to the phone number if there is no address. The code is the `nonce` of
 * `PUT /user`, which asks for one when the password is changed in a session older than 24 hours and
 * `GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION` is on. It is of no use for `POST /verify`.
 * It works once, and the next one replaces it.
 * A GET that sends a message: not to be prefetched or repeated.
 *
 * `GET /reauthenticate`
 *
 * Error codes: `bad_jwt`, `email_address_invalid`, `email_address_not_authorized`, `email_not_confirmed`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `no_authorization`, `over_email_send_rate_limit`, `over_sms_send_rate_limit`, `phone_not_confirmed`, `request_timeout`, `session_not_found`, `sms_send_failed`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const reauthenticate = (
  options: Options<ReauthenticateData>,
): RequestResult<ReauthenticateResponses, ReauthenticateErrors> =>
  options.client<ReauthenticateResponses, ReauthenticateErrors>('get', {
    url: '/reauthenticate',
    operation: 'reauthenticate',
    credential: 'accessToken',
    ...options,
  })

/**
 * Get the signed-in user
 *
 * The user as the database has it now, while the claims of the access token are as old as the token. The server checks
 * the token, its session and the user, so this also tells whether somebody is still signed in.
 *
 * `GET /user`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const getUser = (options: Options<GetUserData>): RequestResult<GetUserResponses, GetUserErrors> =>
  options.client<GetUserResponses, GetUserErrors>('get', {
    url: '/user',
    operation: 'getUser',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Change the signed-in user
 *
 * Changes what is sent, and leaves the rest. A new address or phone number is only noted (`new_email`, `new_phone`) until
 * the code or link sent to it is verified with the type `email_change` or `phone_change`; with secure e-mail change
 * (`GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED`, default on) the present address has to agree too.
 * E-mail autoconfirm spares only anonymous users this, phone autoconfirm spares everybody.
 * A new password ends the user's other sessions and makes all codes and links sent before useless. Depending on the
 * server it needs `nonce` (400 `reauthentication_needed`) or `current_password` (400 `current_password_required`).
 * A user with a verified factor needs an AAL2 session to change address, phone number or password
 * (401 `insufficient_aal`); a user of a SAML provider cannot change them at all (422 `user_sso_managed`).
 * An anonymous user becomes a permanent one by an address or phone number that is verified, and must have or send one
 * to set a password. The access token keeps its old claims until the next refresh.
 *
 * `PUT /user`
 *
 * Error codes: `bad_json`, `bad_jwt`, `current_password_invalid`, `current_password_required`, `email_address_invalid`, `email_address_not_authorized`, `email_exists`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `insufficient_aal`, `no_authorization`, `not_admin`, `otp_expired`, `over_email_send_rate_limit`, `over_request_rate_limit`, `over_sms_send_rate_limit`, `phone_exists`, `reauthentication_needed`, `reauthentication_not_valid`, `request_entity_too_large`, `request_timeout`, `same_password`, `session_not_found`, `sms_send_failed`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `user_sso_managed`, `validation_failed`, `weak_password`.
 */
export const updateUser = (options: Options<UpdateUserData>): RequestResult<UpdateUserResponses, UpdateUserErrors> =>
  options.client<UpdateUserResponses, UpdateUserErrors>('put', {
    url: '/user',
    operation: 'updateUser',
    credential: 'accessToken',
    ...options,
  })
