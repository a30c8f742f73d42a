// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  ConsentOauthAuthorizationData,
  ConsentOauthAuthorizationErrors,
  ConsentOauthAuthorizationResponses,
  GetOauthAuthorizationData,
  GetOauthAuthorizationErrors,
  GetOauthAuthorizationResponses,
  GetOauthUserinfoData,
  GetOauthUserinfoErrors,
  GetOauthUserinfoResponses,
  ListOauthGrantsData,
  ListOauthGrantsErrors,
  ListOauthGrantsResponses,
  OauthAuthorizeData,
  OauthAuthorizeErrors,
  OauthAuthorizeResponses,
  OauthTokenData,
  OauthTokenErrors,
  OauthTokenResponses,
  RegisterOauthClientData,
  RegisterOauthClientErrors,
  RegisterOauthClientResponses,
  RevokeOauthGrantData,
  RevokeOauthGrantErrors,
  RevokeOauthGrantResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Register an OAuth client
 *
 * Dynamic client registration (RFC 7591): anyone who can reach the server registers an application.
 * The secret of a confidential client is in this answer and never again; the server keeps a hash.
 * `response_types`, `scope`, `contacts` and other metadata of the RFC are ignored. There is no registration access token:
 * later changes need an admin token.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`) and
 * `GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION` (else 403 `oauth_dynamic_client_registration_disabled`).
 *
 * `POST /oauth/clients/register`
 *
 * Error codes: `bad_json`, `feature_disabled`, `oauth_dynamic_client_registration_disabled`, `over_request_rate_limit`, `request_timeout`, `unexpected_failure`, `validation_failed`.
 */
export const registerOauthClient = (
  options: Options<RegisterOauthClientData>,
): RequestResult<RegisterOauthClientResponses, RegisterOauthClientErrors> =>
  options.client<RegisterOauthClientResponses, RegisterOauthClientErrors>('post', {
    url: '/oauth/clients/register',
    operation: 'registerOauthClient',
    ...options,
  })

/**
 * Exchange a code or refresh token of an OAuth client
 *
 * The token endpoint of OAuth 2.1, for the applications that users signed in to. The body is JSON where `Content-Type`
 * contains `application/json`, else a form.
 * - `authorization_code`: starts a session of the user for this client. A code works once; a wrong verifier, client or
 * `redirect_uri` does not use it up. It dies with its authorization request, `GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL`
 * (default 10 min) after `GET /oauth/authorize`.
 * - `refresh_token`: continues it. The rules of `grant_type=refresh_token` at `POST /token` apply, and the session must be
 * this client's.
 *
 * A client authenticates in the way that it is registered for, and in no other: HTTP Basic (`client_secret_basic`),
 * `client_id` and `client_secret` in the body (`client_secret_post`), or `client_id` alone (`none`). With Basic those of the
 * body are ignored.
 * The access token serves at `GET /oauth/userinfo` and, as any other, at user endpoints. It has the claims `client_id` and
 * `scope`.
 * An ID token comes with the scope `openid`, at the exchange of the code only. It needs an asymmetric signing key: with
 * HS256 the answer is a 500, and the code is used up.
 * Failed client authentication is 400 `invalid_credentials`, so is a body that cannot be read; the protocol's errors are
 * `OAuthError` bodies; a refresh fails as at `POST /token`. There is no 401 and no rate limit.
 * The custom access token hook may refuse. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /oauth/token`
 *
 * Error codes: `access_denied`, `conflict`, `feature_disabled`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `invalid_client`, `invalid_credentials`, `invalid_grant`, `invalid_request`, `refresh_token_already_used`, `refresh_token_not_found`, `request_timeout`, `session_expired`, `session_not_found`, `unexpected_failure`, `unknown`, `unsupported_grant_type`, `user_banned`.
 */
export const oauthToken = (options: Options<OauthTokenData>): RequestResult<OauthTokenResponses, OauthTokenErrors> =>
  options.client<OauthTokenResponses, OauthTokenErrors>('post', {
    url: '/oauth/token',
    operation: 'oauthToken',
    credential: 'oauthClient',
    ...options,
  })

/**
 * Get the claims of the signed-in user
 *
 * The UserInfo endpoint of OpenID Connect. `sub` is always there; `email`, `profile` and `phone` add their claims if the
 * session has that scope. The access token of an ordinary session, which has no scopes, gets `sub` alone.
 * A claim without a value is absent. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /oauth/userinfo`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`.
 */
export const getOauthUserinfo = (
  options: Options<GetOauthUserinfoData>,
): RequestResult<GetOauthUserinfoResponses, GetOauthUserinfoErrors> =>
  options.client<GetOauthUserinfoResponses, GetOauthUserinfoErrors>('get', {
    url: '/oauth/userinfo',
    operation: 'getOauthUserinfo',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })

/**
 * Ask a user for authorization
 *
 * The authorization endpoint of OAuth 2.1: an application sends the user's browser here. Not to be confused with
 * `GET /authorize`, where GoTrue itself is the application.
 * The request is stored for `GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL` (default 10 min), and the browser is sent on to the
 * consent page, `GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH` on the site URL. That page signs the user in if need be, calls
 * `GET /oauth/authorizations/{authorization_id}` and then `POST /oauth/authorizations/{authorization_id}/consent`.
 * While the client or `redirect_uri` is in doubt, failures are JSON; any later one is told to the application by a redirect.
 * PKCE is mandatory. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /oauth/authorize`
 *
 * Error codes: `feature_disabled`, `oauth_client_not_found`, `request_timeout`, `unexpected_failure`, `validation_failed`.
 */
export const oauthAuthorize = (
  options: Options<OauthAuthorizeData>,
): RequestResult<OauthAuthorizeResponses, OauthAuthorizeErrors> =>
  options.client<OauthAuthorizeResponses, OauthAuthorizeErrors>('get', {
    url: '/oauth/authorize',
    operation: 'oauthAuthorize',
    redirects: true,
    ...options,
  })

/**
 * Get an authorization request
 *
 * For the consent page: who asks for which scopes. The first call makes the request the signed-in user's; to anyone else it
 * is 404 from then on.
 * If the user has granted this client all these scopes before, the request is approved at once and the answer is the address
 * to send the browser to. That address comes once: asked again, an approved request is 400 `validation_failed`.
 * The two answers differ by `authorization_id`.
 * A browser's `Origin` must be allowed: that of the site URL, a loopback address or a match of `GOTRUE_URI_ALLOW_LIST`,
 * where an entry with a path does not match a bare origin.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /oauth/authorizations/{authorization_id}`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `oauth_authorization_not_found`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const getOauthAuthorization = (
  options: Options<GetOauthAuthorizationData>,
): RequestResult<GetOauthAuthorizationResponses, GetOauthAuthorizationErrors> =>
  options.client<GetOauthAuthorizationResponses, GetOauthAuthorizationErrors>('get', {
    url: '/oauth/authorizations/{authorization_id}',
    operation: 'getOauthAuthorization',
    credential: 'accessToken',
    ...options,
  })

/**
 * Approve or deny an authorization request
 *
 * Records the user's decision, which is final for this request. The same user must have got the request with
 * `GET /oauth/authorizations/{authorization_id}` before, else it is 404.
 * An approval is remembered as a grant: the next request of this client for the same scopes or fewer needs no consent.
 * A denial is not remembered. Either way the answer is the address to send the browser to.
 * The rule for `Origin` is that of the `GET`. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `POST /oauth/authorizations/{authorization_id}/consent`
 *
 * Error codes: `bad_json`, `bad_jwt`, `feature_disabled`, `no_authorization`, `oauth_authorization_not_found`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const consentOauthAuthorization = (
  options: Options<ConsentOauthAuthorizationData>,
): RequestResult<ConsentOauthAuthorizationResponses, ConsentOauthAuthorizationErrors> =>
  options.client<ConsentOauthAuthorizationResponses, ConsentOauthAuthorizationErrors>('post', {
    url: '/oauth/authorizations/{authorization_id}/consent',
    operation: 'consentOauthAuthorization',
    credential: 'accessToken',
    ...options,
  })

/**
 * Revoke a grant
 *
 * Takes back what the user has granted a client, and ends all its sessions for this user: its refresh tokens are gone, its
 * access tokens are 403 `session_not_found` at once. The client is not told, and must ask for consent again.
 * Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `DELETE /user/oauth/grants`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `oauth_consent_not_found`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const revokeOauthGrant = (
  options: Options<RevokeOauthGrantData>,
): RequestResult<RevokeOauthGrantResponses, RevokeOauthGrantErrors> =>
  options.client<RevokeOauthGrantResponses, RevokeOauthGrantErrors>('delete', {
    url: '/user/oauth/grants',
    operation: 'revokeOauthGrant',
    credential: 'accessToken',
    ...options,
  })

/**
 * List the user's grants
 *
 * Which OAuth clients the user has granted what, the latest first, all on one page. Revoked grants and deleted clients are
 * left out. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
 *
 * `GET /user/oauth/grants`
 *
 * Error codes: `bad_jwt`, `feature_disabled`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`.
 */
export const listOauthGrants = (
  options: Options<ListOauthGrantsData>,
): RequestResult<ListOauthGrantsResponses, ListOauthGrantsErrors> =>
  options.client<ListOauthGrantsResponses, ListOauthGrantsErrors>('get', {
    url: '/user/oauth/grants',
    operation: 'listOauthGrants',
    credential: 'accessToken',
    repeatable: true,
    ...options,
  })
