// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

import type { RequestResult } from '#transport'
import type {
  GrantTokenData,
  GrantTokenErrors,
  GrantTokenResponses,
  LogoutData,
  LogoutErrors,
  LogoutResponses,
} from '../types.ts'
import type { Options } from './options.ts'

/**
 * Exchange credentials for a session
 *
 * Starts a session, or continues one. `grant_type` in the query says which body is sent:
 * - `password`: an address or phone number and the password. The address must be confirmed.
 * - `refresh_token`: the refresh token of a session. Each works once. Presented again at once (within
 * `GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL`), or while its successor has not been used, the answer has the
 * current one; later it is 400 `refresh_token_already_used`, and with rotation on (the default) the session is over
 * as soon as that interval has passed: until then the current token still works.
 * - `pkce`: the `code` of a redirect and its code verifier. A code works once; a wrong verifier does not use it up.
 * - `id_token`: an OpenID Connect token of a provider, got by an app on its own. Signs up unknown users.
 * With `link_identity` it adds the identity to the user whose access token is the bearer; that needs no
 * manual-linking flag, and the `identities` in the answer are those from before.
 * - `web3`: a message signed by a wallet. Signs up unknown users.
 *
 * A bearer is looked at with `link_identity` only; then 401 and 403 `bad_jwt`, `session_not_found` and `user_not_found` are
 * possible. A banned user is 400 `user_banned` with `password` and `refresh_token`, and 403 with `id_token` and `web3`.
 * A CAPTCHA is asked for with `password` and `web3` only. The session of an OAuth client is refreshed at `POST /oauth/token`.
 * `OAuthError` bodies occur with `id_token`, `web3` and `refresh_token`, always with status 400.
 *
 * `POST /token`
 *
 * Error codes: `bad_code_verifier`, `bad_json`, `bad_jwt`, `captcha_failed`, `conflict`, `email_address_invalid`, `email_address_not_authorized`, `email_exists`, `email_not_confirmed`, `email_provider_disabled`, `flow_state_expired`, `flow_state_not_found`, `hook_payload_invalid_content_type`, `hook_payload_over_size_limit`, `hook_timeout`, `hook_timeout_after_retry`, `identity_already_exists`, `invalid nonce`, `invalid request`, `invalid_client`, `invalid_credentials`, `invalid_grant`, `no_authorization`, `over_email_send_rate_limit`, `over_request_rate_limit`, `phone_not_confirmed`, `phone_provider_disabled`, `provider_disabled`, `provider_email_needs_verification`, `refresh_token_already_used`, `refresh_token_not_found`, `request_entity_too_large`, `request_timeout`, `server_error`, `session_expired`, `session_not_found`, `signup_disabled`, `unexpected_failure`, `unknown`, `user_banned`, `user_not_found`, `validation_failed`, `web3_provider_disabled`, `web3_unsupported_chain`.
 */
export const grantToken = (options: Options<GrantTokenData>): RequestResult<GrantTokenResponses, GrantTokenErrors> =>
  options.client<GrantTokenResponses, GrantTokenErrors>('post', {
    url: '/token',
    operation: 'grantToken',
    ...options,
  })

/**
 * Sign out
 *
 * Ends sessions of the user. GoTrue refuses their access tokens at once (403 `session_not_found`), services that only check
 * the signature take them until they expire; their refresh tokens are gone.
 * An access token without a session ends all sessions, whatever `scope` says. Takes no body.
 * A session that has ended already is 403 `session_not_found`; that can be taken for success.
 *
 * `POST /logout`
 *
 * Error codes: `bad_jwt`, `no_authorization`, `request_timeout`, `session_not_found`, `unexpected_failure`, `user_banned`, `user_not_found`, `validation_failed`.
 */
export const logout = (options: Options<LogoutData>): RequestResult<LogoutResponses, LogoutErrors> =>
  options.client<LogoutResponses, LogoutErrors>('post', {
    url: '/logout',
    operation: 'logout',
    credential: 'accessToken',
    ...options,
  })
