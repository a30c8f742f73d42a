/** The entry point `gotrue-sdk`. */
export {
  AuthApiError,
  AuthError,
  AuthRetryableFetchError,
  AuthSessionMissingError,
  AuthWeakPasswordError,
  isAuthApiError,
  isAuthError,
  isAuthRetryableFetchError,
  isAuthSessionMissingError,
  isAuthWeakPasswordError,
  type AuthErrorDetails,
  type ClientErrorCode,
} from '../transport/errors.ts'
export { createTransport, type TransportOptions } from '../transport/transport.ts'
export { buildUrl, type GetPath } from '../transport/url.ts'
export type { CallOptions, Client, OperationError, RequestResult } from '../transport/client.ts'
export type { Credentials, CredentialsOption, CredentialsRequest } from '../transport/credentials.ts'
export type { Factor, Identity, Session, User } from '../../generated/operations/types.ts'
export type { KnownErrorCode } from '../../generated/error-codes.ts'
export { createPkce, codeChallengeOf, type Pkce } from './oauth/pkce.ts'
export {
  authorizeUrl,
  oauthServerAuthorizeUrl,
  verifyLinkUrl,
  type AuthorizeUrlOptions,
  type OAuthServerAuthorizeUrlOptions,
  type Provider,
  type VerifyLinkType,
} from './oauth/authorize-url.ts'
export { parseCallback, stripCallback, type Callback } from './oauth/callback.ts'
