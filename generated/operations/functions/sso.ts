// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  GetSamlMetadataData,
  GetSamlMetadataErrors,
  GetSamlMetadataResponses,
  SamlAcsData,
  SamlAcsErrors,
  SamlAcsResponses,
  SignInWithSsoData,
  SignInWithSsoErrors,
  SignInWithSsoResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Start a sign-in with SAML
 *
 * Sends the browser to the identity provider that the domain is assigned to, or that is named. It posts the user back to
 * `/sso/saml/acs`, which leads on to the application. With `code_challenge` that ends with a code for
 * `POST /token?grant_type=pkce`, without it with tokens in the fragment.
 * Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
 *
 * `POST /sso`
 *
 * Error codes: `bad_json`, `captcha_failed`, `over_request_rate_limit`, `request_entity_too_large`, `request_timeout`, `saml_provider_disabled`, `sso_provider_disabled`, `sso_provider_not_found`, `unexpected_failure`, `validation_failed`.
 */
export const signInWithSso = (
  options: Options<SignInWithSsoData>,
): RequestResult<SignInWithSsoResponses, SignInWithSsoErrors> =>
  options.client<SignInWithSsoResponses, SignInWithSsoErrors>('post', {
    url: '/sso',
    operation: 'signInWithSso',
    redirects: true,
    ...options,
  })

/**
 * Read the SAML metadata of the server
 *
 * What an identity provider needs to know of GoTrue as a service provider. May be kept for 10 minutes, for 1 minute while
 * a change of keys is under way.
 * Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
 *
 * `GET /sso/saml/metadata`
 *
 * Error codes: `saml_provider_disabled`, `unexpected_failure`.
 */
export const getSamlMetadata = (
  options: Options<GetSamlMetadataData>,
): RequestResult<GetSamlMetadataResponses, GetSamlMetadataErrors> =>
  options.client<GetSamlMetadataResponses, GetSamlMetadataErrors>('get', {
    url: '/sso/saml/metadata',
    operation: 'getSamlMetadata',
    repeatable: true,
    parseAs: 'text',
    ...options,
  })

/**
 * Come back from a SAML identity provider
 *
 * The assertion consumer service: where the identity provider posts the user's browser; not for applications to call.
 * Signs the user in, or up, and leads on to the application: to the `redirect_to` of `POST /sso`, or the `RelayState` with
 * which the identity provider began, else to the site URL. A `RelayState` of `POST /sso` is good for one use.
 * A user of an identity provider is never one of the other users, even with the same e-mail address. The assertion has to
 * have a persistent subject identifier and an e-mail address, which counts as confirmed.
 *
 * Failures are redirects too, also those of hooks and database triggers. `error` follows from the status that the failure
 * would have: 400 `invalid_request`, 403 `access_denied`, any other `server_error`; `signup_disabled` and `user_banned`
 * are `access_denied`. Only the two below are JSON.
 * Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
 *
 * `POST /sso/saml/acs`
 *
 * Error codes: `over_request_rate_limit`, `request_timeout`, `saml_provider_disabled`, `unexpected_failure`.
 */
export const samlAcs = (options: Options<SamlAcsData>): RequestResult<SamlAcsResponses, SamlAcsErrors> =>
  options.client<SamlAcsResponses, SamlAcsErrors>('post', {
    url: '/sso/saml/acs',
    operation: 'samlAcs',
    redirects: true,
    ...options,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...options.headers,
    },
  })
