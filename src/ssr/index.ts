/** The entry point `gotrue-sdk/ssr`: sessions in cookies, for servers that render pages. */
export {
  createCookieSessions,
  type CookieOptions,
  type CookieSessions,
  type CookieSessionsOptions,
} from './cookie-sessions.ts'
export type { Claims, OpenOptions, RequestClient, RequestSession } from './request-session.ts'
export type { CookieAttributes, SetCookie } from './cookies.ts'
export { isCrossOrigin, type RequestLike } from './cross-origin.ts'
export { localPath } from './local-path.ts'
export { unwrap, type Result } from '../facade/result.ts'
export type { ClientTypes, User } from '../facade/session/session.ts'
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
  type ClientErrorCode,
} from '../transport/errors.ts'
export type { KnownErrorCode } from '../../generated/error-codes.ts'
