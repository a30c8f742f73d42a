// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  AdminCreateCustomProviderData,
  AdminCreateCustomProviderErrors,
  AdminCreateCustomProviderResponses,
  AdminDeleteCustomProviderData,
  AdminDeleteCustomProviderErrors,
  AdminDeleteCustomProviderResponses,
  AdminGetCustomProviderData,
  AdminGetCustomProviderErrors,
  AdminGetCustomProviderResponses,
  AdminListCustomProvidersData,
  AdminListCustomProvidersErrors,
  AdminListCustomProvidersResponses,
  AdminUpdateCustomProviderData,
  AdminUpdateCustomProviderErrors,
  AdminUpdateCustomProviderResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * List the custom providers
 *
 * Lists all custom providers, the latest first, on one page.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `GET /admin/custom-providers`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminListCustomProviders = (
  options: Options<AdminListCustomProvidersData>,
): RequestResult<AdminListCustomProvidersResponses, AdminListCustomProvidersErrors> =>
  options.client<AdminListCustomProvidersResponses, AdminListCustomProvidersErrors>('get', {
    url: '/admin/custom-providers',
    operation: 'adminListCustomProviders',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Add a custom provider
 *
 * Adds a provider that users can sign in with as with the built-in ones, under its identifier.
 * The hosts of all URLs are resolved, and the discovery document of an `oidc` provider is fetched, so the server needs the
 * network for it. The other URLs are not called.
 * What only the database checks (characters and length of the identifier, lengths of the other texts) is a 500.
 * `GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS` (default 0, no limit) is their highest number.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `POST /admin/custom-providers`
 *
 * Error codes: `bad_json`, `bad_jwt`, `conflict`, `feature_disabled`, `no_authorization`, `not_admin`, `over_custom_provider_quota`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminCreateCustomProvider = (
  options: Options<AdminCreateCustomProviderData>,
): RequestResult<AdminCreateCustomProviderResponses, AdminCreateCustomProviderErrors> =>
  options.client<AdminCreateCustomProviderResponses, AdminCreateCustomProviderErrors>('post', {
    url: '/admin/custom-providers',
    operation: 'adminCreateCustomProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete a custom provider
 *
 * Deletes a provider for good: nobody can sign in with it any more. Users who did keep their accounts, sessions and
 * identities. Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `DELETE /admin/custom-providers/{identifier}`
 *
 * Error codes: `bad_jwt`, `custom_provider_not_found`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminDeleteCustomProvider = (
  options: Options<AdminDeleteCustomProviderData>,
): RequestResult<AdminDeleteCustomProviderResponses, AdminDeleteCustomProviderErrors> =>
  options.client<AdminDeleteCustomProviderResponses, AdminDeleteCustomProviderErrors>('delete', {
    url: '/admin/custom-providers/{identifier}',
    operation: 'adminDeleteCustomProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get a custom provider
 *
 * Returns one custom provider, without its client secret.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `GET /admin/custom-providers/{identifier}`
 *
 * Error codes: `bad_jwt`, `custom_provider_not_found`, `feature_disabled`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminGetCustomProvider = (
  options: Options<AdminGetCustomProviderData>,
): RequestResult<AdminGetCustomProviderResponses, AdminGetCustomProviderErrors> =>
  options.client<AdminGetCustomProviderResponses, AdminGetCustomProviderErrors>('get', {
    url: '/admin/custom-providers/{identifier}',
    operation: 'adminGetCustomProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change a custom provider
 *
 * Changes the fields that are sent; `{}` changes nothing. Lists and maps are replaced as a whole.
 * With `issuer` or `discovery_url`, the discovery document of an `oidc` provider is fetched again.
 * A text that is too long for the database is a 500.
 * Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
 *
 * `PUT /admin/custom-providers/{identifier}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `custom_provider_not_found`, `feature_disabled`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateCustomProvider = (
  options: Options<AdminUpdateCustomProviderData>,
): RequestResult<AdminUpdateCustomProviderResponses, AdminUpdateCustomProviderErrors> =>
  options.client<AdminUpdateCustomProviderResponses, AdminUpdateCustomProviderErrors>('put', {
    url: '/admin/custom-providers/{identifier}',
    operation: 'adminUpdateCustomProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })
