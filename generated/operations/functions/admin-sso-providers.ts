// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  AdminCreateSsoProviderData,
  AdminCreateSsoProviderErrors,
  AdminCreateSsoProviderResponses,
  AdminDeleteSsoProviderData,
  AdminDeleteSsoProviderErrors,
  AdminDeleteSsoProviderResponses,
  AdminGetSsoProviderData,
  AdminGetSsoProviderErrors,
  AdminGetSsoProviderResponses,
  AdminListSsoProvidersData,
  AdminListSsoProvidersErrors,
  AdminListSsoProvidersResponses,
  AdminUpdateSsoProviderData,
  AdminUpdateSsoProviderErrors,
  AdminUpdateSsoProviderResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * List the SSO providers
 *
 * All SAML identity providers, without their `metadata_xml` and without pages. Works with SAML switched off, too.
 *
 * `GET /admin/sso/providers`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminListSsoProviders = (
  options: Options<AdminListSsoProvidersData>,
): RequestResult<AdminListSsoProvidersResponses, AdminListSsoProvidersErrors> =>
  options.client<AdminListSsoProvidersResponses, AdminListSsoProvidersErrors>('get', {
    url: '/admin/sso/providers',
    operation: 'adminListSsoProviders',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Create an SSO provider
 *
 * Adds a SAML identity provider, by its metadata or the address of it. Works with SAML switched off, too.
 * Bad metadata is not always 400: what is not XML or not SAML metadata, and an address that cannot be reached,
 * are 500, as is a `resource_id` that another provider has.
 *
 * `POST /admin/sso/providers`
 *
 * Error codes: `bad_json`, `bad_jwt`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `saml_idp_already_exists`, `saml_metadata_fetch_failed`, `session_expired`, `session_not_found`, `sso_domain_already_exists`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminCreateSsoProvider = (
  options: Options<AdminCreateSsoProviderData>,
): RequestResult<AdminCreateSsoProviderResponses, AdminCreateSsoProviderErrors> =>
  options.client<AdminCreateSsoProviderResponses, AdminCreateSsoProviderErrors>('post', {
    url: '/admin/sso/providers',
    operation: 'adminCreateSsoProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Delete an SSO provider
 *
 * Removes a SAML identity provider with its domains, and returns what it was. Its users stay, and their sessions go on,
 * but they cannot sign in with it any more.
 *
 * `DELETE /admin/sso/providers/{idp_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `sso_provider_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminDeleteSsoProvider = (
  options: Options<AdminDeleteSsoProviderData>,
): RequestResult<AdminDeleteSsoProviderResponses, AdminDeleteSsoProviderErrors> =>
  options.client<AdminDeleteSsoProviderResponses, AdminDeleteSsoProviderErrors>('delete', {
    url: '/admin/sso/providers/{idp_id}',
    operation: 'adminDeleteSsoProvider',
    credential: 'adminToken',
    ...options,
  })

/**
 * Get an SSO provider
 *
 * A SAML identity provider with its `metadata_xml`. Works with SAML switched off, too.
 *
 * `GET /admin/sso/providers/{idp_id}`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `not_admin`, `request_timeout`, `session_expired`, `session_not_found`, `sso_provider_not_found`, `unexpected_failure`, `user_not_found`.
 */
export const adminGetSsoProvider = (
  options: Options<AdminGetSsoProviderData>,
): RequestResult<AdminGetSsoProviderResponses, AdminGetSsoProviderErrors> =>
  options.client<AdminGetSsoProviderResponses, AdminGetSsoProviderErrors>('get', {
    url: '/admin/sso/providers/{idp_id}',
    operation: 'adminGetSsoProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })

/**
 * Change an SSO provider
 *
 * Changes what the body names and keeps the rest: `domains` left out keeps them, `[]` removes them all;
 * `attribute_mapping` replaces all keys.
 * `name_id_format` is stored only if metadata or a changed `attribute_mapping` comes with it; leaving it out then clears
 * it. On its own it changes nothing.
 * Bad metadata is not always 400: what is not XML or not SAML metadata, and an address that cannot be reached,
 * are 500.
 *
 * `PUT /admin/sso/providers/{idp_id}`
 *
 * Error codes: `bad_json`, `bad_jwt`, `conflict`, `no_authorization`, `not_admin`, `request_entity_too_large`, `request_timeout`, `saml_entity_id_mismatch`, `saml_metadata_fetch_failed`, `session_expired`, `session_not_found`, `sso_domain_already_exists`, `sso_provider_not_found`, `unexpected_failure`, `user_not_found`, `validation_failed`.
 */
export const adminUpdateSsoProvider = (
  options: Options<AdminUpdateSsoProviderData>,
): RequestResult<AdminUpdateSsoProviderResponses, AdminUpdateSsoProviderErrors> =>
  options.client<AdminUpdateSsoProviderResponses, AdminUpdateSsoProviderErrors>('put', {
    url: '/admin/sso/providers/{idp_id}',
    operation: 'adminUpdateSsoProvider',
    credential: 'adminToken',
    repeatable: true,
    ...options,
  })
