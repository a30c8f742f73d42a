/**
 * The entry point `gotrue-sdk`.
 * @module gotrue-sdk
 */
export { createClient, type AuthClient, type ClientOptions } from './client.ts'
export { unwrap, type Result } from './result.ts'
export { memoryStorage, webStorage, indexedDBStorage, type SessionStorage } from './session/storage.ts'
export { decodeAccessToken, type AccessTokenClaims, type AuthenticationMethod } from './claims/decode-access-token.ts'
export {
  verifyAccessToken,
  type VerifiedAccessToken,
  type VerifiedClaims,
  type VerifyOptions,
} from './claims/verify-access-token.ts'
export { createJwksCache, type JwksCache, type JwksRequest } from './claims/jwks.ts'
export type { ExpectedClaims } from './claims/expected-claims.ts'
export type { GetClaimsOptions } from './claims/get-claims.ts'
export type { JwtHeader } from './claims/jws.ts'
export type { Jwk, JwkSet } from './claims/keys.ts'
export type { PublicOptions, RequestOptions, SignInOptions, UserOptions } from './call.ts'
export type { AccessTokenProvider } from './session/access-token.ts'
export type { AuthChangeCallback, AuthChangeDetails, AuthChangeEvent, SignOutReason } from './session/events.ts'
export type { ClientTypes, Session, User, UserMetadata } from './session/session.ts'
export type { NotSignedIn, SignedIn } from './session/sessions.ts'
export type { Snapshot, Subscription } from './session/subscriptions.ts'
export type { AuthenticatorAssurance, EnrolledFactor, EnrollParams, FactorList, Mfa, VerifyFactorParams } from './mfa.ts'
export type { DetectSessionInUrl, HandledCallback, OAuthOptions, SsoOptions, SsoParams } from './oauth/provider-flows.ts'
export { samlMetadataUrl } from './sso.ts'
export type { IdTokenCredentials } from './sign-in.ts'
export type { EmailSignUpOptions, PhoneSignUpOptions, SignedUp, SignUpOptions } from './sign-up.ts'
export type {
  EmailOtpOptions,
  NotSent,
  OtpOptions,
  PhoneOtpOptions,
  Sent,
  Verified,
  VerifyOtpParams,
} from './one-time-password.ts'
export type { UserAttributes } from './user.ts'
export type { ConsentOptions, OAuthServer } from './oauth-server.ts'
export type { OAuthAuthorization, OAuthGrant, OAuthRedirect } from '../../generated/operations/types.ts'
export type { PasskeySignInOptions } from './passkeys/passkeys.ts'
export type { PasskeyMethods } from './passkeys/passkey-methods.ts'
export type {
  Assertion,
  Attestation,
  Passkey,
  PasskeyAuthenticationOptions,
  PasskeyRegistrationOptions,
} from '../../generated/operations/types.ts'
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
export {
  observe,
  type ObserveOptions,
  type RequestEvent,
  type ResponseEvent,
  type TransportEvent,
} from '../transport/observe.ts'
export { buildUrl, type GetPath } from '../transport/url.ts'
export type { CallOptions, Client, OperationError, RequestResult } from '../transport/client.ts'
export type { Credentials, CredentialsOption, CredentialsRequest } from '../transport/credentials.ts'
export type { Factor, Health, Identity, Settings } from '../../generated/operations/types.ts'
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
export { createEthereumSignInMessage, type EthereumSignInFields, type EthereumWallet } from './web3/ethereum.ts'
export { createSolanaSignInMessage, type SolanaSignInFields, type SolanaWallet } from './web3/solana.ts'
export type { SignInMessageFields } from './web3/message.ts'
export type { SignInWithWeb3, Web3Credentials, Web3Options } from './web3/sign-in-with-web3.ts'
export { parseCallback, stripCallback, type Callback } from './oauth/callback.ts'
