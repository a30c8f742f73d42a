// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  AdminCreateOauthClientData,
  AdminCreateOauthClientErrors,
  AdminCreateOauthClientResponses,
  AdminDeleteOauthClientData,
  AdminDeleteOauthClientErrors,
  AdminDeleteOauthClientResponses,
  AdminGetOauthClientData,
  AdminGetOauthClientErrors,
  AdminGetOauthClientResponses,
  AdminListOauthClientsData,
  AdminListOauthClientsErrors,
  AdminListOauthClientsResponses,
  AdminRegenerateOauthClientSecretData,
  AdminRegenerateOauthClientSecretErrors,
  AdminRegenerateOauthClientSecretResponses,
  AdminUpdateOauthClientData,
  AdminUpdateOauthClientErrors,
  AdminUpdateOauthClientResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * List the OAuth clients
 *
 * Lists all clients that were not deleted, without their secrets, on one page: `page` and `per_page` change nothing.
 * Without clients the answer is `{}`. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /admin/oauth/clients`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminListOauthClients = (
  options: Options<AdminListOauthClientsData>,
): RequestResult<AdminListOauthClientsResponses, AdminListOauthClientsErrors> =>
  options.client<AdminListOauthClientsResponses, AdminListOauthClientsErrors>('get', {
    url: '/admin/oauth/clients',
    operation: 'adminListOauthClients',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Create an OAuth client
 *
 * Registers an application by hand, whether or not clients may register themselves; the rules are those of
 * `POST /oauth/clients/register`. The secret of a confidential client is in this answer; after that it can only be replaced.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /admin/oauth/clients`
 *
 * Error codes: `bad_json`, `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminCreateOauthClient = (
  options: Options<AdminCreateOauthClientData>,
): RequestResult<AdminCreateOauthClientResponses, AdminCreateOauthClientErrors> =>
  options.client<AdminCreateOauthClientResponses, AdminCreateOauthClientErrors>('post', {
    url: '/admin/oauth/clients',
    operation: 'adminCreateOauthClient',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete an OAuth client
 *
 * Makes a client unknown to all endpoints, softly: the row stays in the database. The client can no longer get or refresh
 * tokens; access tokens that it holds live until they expire.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `DELETE /admin/oauth/clients/{client_id}`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteOauthClient = (
  options: Options<AdminDeleteOauthClientData>,
): RequestResult<AdminDeleteOauthClientResponses, AdminDeleteOauthClientErrors> =>
  options.client<AdminDeleteOauthClientResponses, AdminDeleteOauthClientErrors>('delete', {
    url: '/admin/oauth/clients/{client_id}',
    operation: 'adminDeleteOauthClient',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get an OAuth client
 *
 * Returns one client, without its secret. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /admin/oauth/clients/{client_id}`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminGetOauthClient = (
  options: Options<AdminGetOauthClientData>,
): RequestResult<AdminGetOauthClientResponses, AdminGetOauthClientErrors> =>
  options.client<AdminGetOauthClientResponses, AdminGetOauthClientErrors>('get', {
    url: '/admin/oauth/clients/{client_id}',
    operation: 'adminGetOauthClient',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change an OAuth client
 *
 * Changes the fields that are sent. Sessions and grants of the client stay. The type of a client cannot change, so a public
 * client cannot get another method than `none`, nor a confidential one that.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `PUT /admin/oauth/clients/{client_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateOauthClient = (
  options: Options<AdminUpdateOauthClientData>,
): RequestResult<AdminUpdateOauthClientResponses, AdminUpdateOauthClientErrors> =>
  options.client<AdminUpdateOauthClientResponses, AdminUpdateOauthClientErrors>('put', {
    url: '/admin/oauth/clients/{client_id}',
    operation: 'adminUpdateOauthClient',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Replace the secret of an OAuth client
 *
 * Gives a confidential client a new secret, which is in this answer and never again. The old one stops working at once;
 * sessions of the client stay. There is no body. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /admin/oauth/clients/{client_id}/regenerate_secret`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `oauth_client_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminRegenerateOauthClientSecret = (
  options: Options<AdminRegenerateOauthClientSecretData>,
): RequestResult<AdminRegenerateOauthClientSecretResponses, AdminRegenerateOauthClientSecretErrors> =>
  options.client<AdminRegenerateOauthClientSecretResponses, AdminRegenerateOauthClientSecretErrors>('post', {
    url: '/admin/oauth/clients/{client_id}/regenerate_secret',
    operation: 'adminRegenerateOauthClientSecret',
    credential: 'adminToken',
    ...options,
  })
