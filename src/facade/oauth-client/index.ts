/**
 * The entry point `gotrue-sdk/oauth-client`: for applications that use a GoTrue server as their OAuth 2.1 authorization server, and
 * for the resources that take its tokens. MCP clients and servers are such. It has no state: every function is told all it needs.
 * @module gotrue-sdk/oauth-client
 */
export { discover, type DiscoverOptions } from './discovery.ts'
export { clientAuthenticationOf, register } from './registration.ts'
export {
  checkAuthorizationResponse,
  createAuthorizationRequest,
  type AuthorizationRequest,
  type AuthorizationRequestOptions,
  type ExpectedAuthorizationResponse,
} from './authorization.ts'
export { exchangeCode, refresh, userinfo, type CodeExchange, type TokenRefresh } from './tokens.ts'
export {
  discoverProtectedResource,
  protectedResourceMetadata,
  protectedResourceMetadataUrl,
  type DiscoverProtectedResourceOptions,
  type ProtectedResourceMetadata,
  type ProtectedResourceOptions,
} from './protected-resource.ts'
export { parseWwwAuthenticate, wwwAuthenticate, type BearerChallenge } from './www-authenticate.ts'
export type { OAuthClientOptions, SecureOptions } from './request.ts'
export { oauthServerAuthorizeUrl, type OAuthServerAuthorizeUrlOptions } from '../oauth/authorize-url.ts'
export { codeChallengeOf, createPkce, type Pkce } from '../oauth/pkce.ts'
export {
  clientSecretBasic,
  clientSecretPost,
  publicClient,
  type ClientAuthentication,
} from '../../transport/client-authentication.ts'
export { unwrap, type Result } from '../result.ts'
export type { RequestOptions } from '../call.ts'
export type { OperationError } from '../../transport/client.ts'
export {
  AuthApiError,
  AuthError,
  AuthRetryableFetchError,
  isAuthApiError,
  isAuthError,
  isAuthRetryableFetchError,
  type ClientErrorCode,
} from '../../transport/errors.ts'
export type { KnownErrorCode } from '../../../generated/error-codes.ts'
export type {
  ConfidentialOAuthClient,
  ConfidentialOAuthClientRegistration,
  OAuthTokens,
  PublicOAuthClient,
  PublicOAuthClientRegistration,
  ServerMetadata,
  Userinfo,
} from '../../../generated/operations/types.ts'
