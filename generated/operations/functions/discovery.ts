// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  GetJwksData,
  GetJwksErrors,
  GetJwksResponses,
  GetOauthAuthorizationServerData,
  GetOauthAuthorizationServerErrors,
  GetOauthAuthorizationServerResponses,
  GetOpenidConfigurationData,
  GetOpenidConfigurationErrors,
  GetOpenidConfigurationResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Read the public keys
 *
 * The keys with which access tokens and id_tokens can be verified. May be kept for 10 minutes.
 *
 * `GET /.well-known/jwks.json`
 *
 * Error codes: `unexpected_failure`.
 */
export const getJwks = (options: Options<GetJwksData>): RequestResult<GetJwksResponses, GetJwksErrors> =>
  options.client<GetJwksResponses, GetJwksErrors>('get', {
    url: '/.well-known/jwks.json',
    operation: 'getJwks',
    repeatable: true,
    ...options,
  })

/**
 * Read the OpenID Connect metadata
 *
 * OpenID Connect Discovery 1.0. Answers even where the OAuth server is switched off, though most of the endpoints
 * that it names are 404 then. May be kept for 10 minutes.
 *
 * `GET /.well-known/openid-configuration`
 *
 * Error codes: `unexpected_failure`.
 */
export const getOpenidConfiguration = (
  options: Options<GetOpenidConfigurationData>,
): RequestResult<GetOpenidConfigurationResponses, GetOpenidConfigurationErrors> =>
  options.client<GetOpenidConfigurationResponses, GetOpenidConfigurationErrors>('get', {
    url: '/.well-known/openid-configuration',
    operation: 'getOpenidConfiguration',
    repeatable: true,
    ...options,
  })

/**
 * Read the OAuth authorization server metadata
 *
 * RFC 8414; the same document as `GET /.well-known/openid-configuration`. Needs the OAuth server
 * (`GOTRUE_OAUTH_SERVER_ENABLED`, else 404 `feature_disabled`). May be kept for 10 minutes.
 *
 * `GET /.well-known/oauth-authorization-server`
 *
 * Error codes: `feature_disabled`, `unexpected_failure`.
 */
export const getOauthAuthorizationServer = (
  options: Options<GetOauthAuthorizationServerData>,
): RequestResult<GetOauthAuthorizationServerResponses, GetOauthAuthorizationServerErrors> =>
  options.client<GetOauthAuthorizationServerResponses, GetOauthAuthorizationServerErrors>('get', {
    url: '/.well-known/oauth-authorization-server',
    operation: 'getOauthAuthorizationServer',
    repeatable: true,
    ...options,
  })
