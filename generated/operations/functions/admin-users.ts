// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  AdminCreateUserData,
  AdminCreateUserErrors,
  AdminCreateUserResponses,
  AdminDeleteFactorData,
  AdminDeleteFactorErrors,
  AdminDeleteFactorResponses,
  AdminDeletePasskeyData,
  AdminDeletePasskeyErrors,
  AdminDeletePasskeyResponses,
  AdminDeleteUserData,
  AdminDeleteUserErrors,
  AdminDeleteUserResponses,
  AdminGenerateLinkData,
  AdminGenerateLinkErrors,
  AdminGenerateLinkResponses,
  AdminGetUserData,
  AdminGetUserErrors,
  AdminGetUserResponses,
  AdminListFactorsData,
  AdminListFactorsErrors,
  AdminListFactorsResponses,
  AdminListPasskeysData,
  AdminListPasskeysErrors,
  AdminListPasskeysResponses,
  AdminListUsersData,
  AdminListUsersErrors,
  AdminListUsersResponses,
  AdminUpdateFactorData,
  AdminUpdateFactorErrors,
  AdminUpdateFactorResponses,
  AdminUpdateUserData,
  AdminUpdateUserErrors,
  AdminUpdateUserResponses,
  InviteUserData,
  InviteUserErrors,
  InviteUserResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Invite a user by mail
 *
 * Creates an unconfirmed user and sends an invitation with a one-time link to the address, even where mail addresses need
 * no confirmation. An unconfirmed user can be invited again, which makes the link before invalid; `data` is ignored then.
 * The user sets a password after following the link.
 * Works while sign-ups are switched off. The before-user-created hook can refuse a new user.
 * An address that a user of another audience has is a 500.
 *
 * `POST /invite`
 *
 * Error codes: `bad_json`, `bad_jwt`, `email_address_invalid`, `email_address_not_authorized`, `email_exists`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `no_authorization`, `not_admin`, `over_email_send_rate_limit`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`.
 */
export const inviteUser = (options: Options<InviteUserData>): RequestResult<InviteUserResponses, InviteUserErrors> =>
  options.client<InviteUserResponses, InviteUserErrors>('post', {
    url: '/invite',
    operation: 'inviteUser',
    credential: 'adminToken',
    ...options,
  })

/**
 * List users
 *
 * Lists the users of the audience, newest first, without their identities (null) and factors (absent).
 * Softly deleted users are listed too.
 * Pages are counted by `page` and `per_page`. Where `GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED` is on and neither is
 * sent, `limit` and `cursor` page instead: the answer then has `pagination`, a `Link` to the next page only,
 * and no `X-Total-Count`. Otherwise `limit` and `cursor` have no effect.
 *
 * `GET /admin/users`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListUsers = (
  options: Options<AdminListUsersData>,
): RequestResult<AdminListUsersResponses, AdminListUsersErrors> =>
  options.client<AdminListUsersResponses, AdminListUsersErrors>('get', {
    url: '/admin/users',
    operation: 'adminListUsers',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Create a user
 *
 * Creates a user with an e-mail address, a phone number or both, each unconfirmed unless told otherwise. Sends nothing and
 * asks no hook. Works while sign-ups are switched off. The strength of the password is not checked; without
 * `password` and `password_hash`, or with an empty `password`, a random password is set that nobody knows.
 * A password over 72 bytes, a hash in another format, and an `id` that exists already are a 500.
 * An address or number that a user of another audience has is a 500.
 *
 * `POST /admin/users`
 *
 * Error codes: `bad_json`, `bad_jwt`, `email_exists`, `no_authorization`, `not_admin`, `phone_exists`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`.
 */
export const adminCreateUser = (
  options: Options<AdminCreateUserData>,
): RequestResult<AdminCreateUserResponses, AdminCreateUserErrors> =>
  options.client<AdminCreateUserResponses, AdminCreateUserErrors>('post', {
    url: '/admin/users',
    operation: 'adminCreateUser',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete a user
 *
 * Deletes a user with everything that belongs to it. With `should_soft_delete` the row stays: addresses and identities are
 * replaced by hashes, metadata is emptied, factors, passkeys and sessions are deleted, and the user cannot
 * sign in any more; a second soft deletion changes nothing. The answer is empty, not the user.
 * The body is optional. One over 1 MiB is not read, and the deletion is not a soft one then.
 *
 * `DELETE /admin/users/{user_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteUser = (
  options: Options<AdminDeleteUserData>,
): RequestResult<AdminDeleteUserResponses, AdminDeleteUserErrors> =>
  options.client<AdminDeleteUserResponses, AdminDeleteUserErrors>('delete', {
    url: '/admin/users/{user_id}',
    operation: 'adminDeleteUser',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get a user
 *
 * Returns a user of any audience with identities and factors. Softly deleted users can still be read.
 *
 * `GET /admin/users/{user_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminGetUser = (options: Options<AdminGetUserData>): RequestResult<AdminGetUserResponses, AdminGetUserErrors> =>
  options.client<AdminGetUserResponses, AdminGetUserErrors>('get', {
    url: '/admin/users/{user_id}',
    operation: 'adminGetUser',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change a user
 *
 * Changes what is sent and keeps the rest; metadata is merged key by key, and a key set to null is removed. Addresses
 * change at once. Sends nothing. A new password is checked for strength, and ends all sessions of the user.
 * `id`, `aud` and `password_hash` are ignored here. `email_confirm: false` and `phone_confirm: false` take no confirmation
 * back. An address that another user has is a 500, in the initial API version with the database's error
 * (code `23505`).
 *
 * `PUT /admin/users/{user_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`, `weak_password`.
 */
export const adminUpdateUser = (
  options: Options<AdminUpdateUserData>,
): RequestResult<AdminUpdateUserResponses, AdminUpdateUserErrors> =>
  options.client<AdminUpdateUserResponses, AdminUpdateUserErrors>('put', {
    url: '/admin/users/{user_id}',
    operation: 'adminUpdateUser',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * List a user's factors
 *
 * Lists all second factors of a user, unverified ones too, on one page.
 *
 * `GET /admin/users/{user_id}/factors`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListFactors = (
  options: Options<AdminListFactorsData>,
): RequestResult<AdminListFactorsResponses, AdminListFactorsErrors> =>
  options.client<AdminListFactorsResponses, AdminListFactorsErrors>('get', {
    url: '/admin/users/{user_id}/factors',
    operation: 'adminListFactors',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Delete a user's factor
 *
 * Deletes a factor, verified or not; the user is not told. Sessions that were raised with it fall back to AAL1,
 * which shows in their access tokens after the next refresh.
 *
 * `DELETE /admin/users/{user_id}/factors/{factor_id}`
 *
 * Error codes: `bad_jwt`, `mfa_factor_not_found`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteFactor = (
  options: Options<AdminDeleteFactorData>,
): RequestResult<AdminDeleteFactorResponses, AdminDeleteFactorErrors> =>
  options.client<AdminDeleteFactorResponses, AdminDeleteFactorErrors>('delete', {
    url: '/admin/users/{user_id}/factors/{factor_id}',
    operation: 'adminDeleteFactor',
    credential: 'adminToken',
    ...options,
  })

/**
 * Change a user's factor
 *
 * Changes the name of a factor, and the number of a phone factor (`phone` is ignored for other types). The status stays as
 * it is, and the user is not told.
 * A name that another factor of the user has is a 500.
 *
 * `PUT /admin/users/{user_id}/factors/{factor_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `mfa_factor_not_found`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateFactor = (
  options: Options<AdminUpdateFactorData>,
): RequestResult<AdminUpdateFactorResponses, AdminUpdateFactorErrors> =>
  options.client<AdminUpdateFactorResponses, AdminUpdateFactorErrors>('put', {
    url: '/admin/users/{user_id}/factors/{factor_id}',
    operation: 'adminUpdateFactor',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * List a user's passkeys
 *
 * Lists all passkeys of a user, on one page, even while passkeys are switched off.
 *
 * `GET /admin/users/{user_id}/passkeys`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListPasskeys = (
  options: Options<AdminListPasskeysData>,
): RequestResult<AdminListPasskeysResponses, AdminListPasskeysErrors> =>
  options.client<AdminListPasskeysResponses, AdminListPasskeysErrors>('get', {
    url: '/admin/users/{user_id}/passkeys',
    operation: 'adminListPasskeys',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Delete a user's passkey
 *
 * Deletes a passkey of a user, even while passkeys are switched off. Sessions that were begun with it go on.
 *
 * `DELETE /admin/users/{user_id}/passkeys/{passkey_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeletePasskey = (
  options: Options<AdminDeletePasskeyData>,
): RequestResult<AdminDeletePasskeyResponses, AdminDeletePasskeyErrors> =>
  options.client<AdminDeletePasskeyResponses, AdminDeletePasskeyErrors>('delete', {
    url: '/admin/users/{user_id}/passkeys/{passkey_id}',
    operation: 'adminDeletePasskey',
    credential: 'adminToken',
    ...options,
  })

/**
 * Make a link or one-time code without sending it
 *
 * Returns the link, the one-time code and the token hash that a mail would have had, for sending them by other means.
 * Sends nothing, is under no mail limit, and works while sign-ups are switched off.
 * `signup` and `invite` create the user if there is none, and so does `magiclink`, as a sign-up with a random password
 * (`verification_type` is `signup` then). The before-user-created hook can refuse a new user.
 * Each call replaces the user's earlier link and code of the same kind.
 * The links of `email_change_current` and `email_change_new` are the two halves of a change of address, both needed where
 * secure e-mail change is on, else only the second. Of `email_change_new` only `action_link` and `email_otp` work: the
 * `hashed_token` verifies nothing.
 *
 * `POST /admin/generate_link`
 *
 * Error codes: `bad_json`, `bad_jwt`, `email_exists`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `user_not_found`, `validation_failed`, `weak_password`.
 */
export const adminGenerateLink = (
  options: Options<AdminGenerateLinkData>,
): RequestResult<AdminGenerateLinkResponses, AdminGenerateLinkErrors> =>
  options.client<AdminGenerateLinkResponses, AdminGenerateLinkErrors>('post', {
    url: '/admin/generate_link',
    operation: 'adminGenerateLink',
    credential: 'adminToken',
    ...options,
  })
