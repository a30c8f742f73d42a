/** The codes of failures that happen on this side of the wire, beside the server's own. */
export type ClientErrorCode =
  /** No answer came, or it broke off: no network, no such host, connection refused or reset, or CORS. */
  | 'network_failure'
  /** The call's time limit passed. */
  | 'timeout'
  /** The caller's `signal` was aborted; `cause` is its reason. */
  | 'aborted'
  /** An argument is not usable, or a middleware failed at the request; nothing was sent. */
  | 'invalid_argument'
  /** The operation needs an access token, an admin token or a client's identifier and none was given; nothing was sent. */
  | 'credentials_missing'
  /** Nobody is signed in. */
  | 'session_missing'
  /** The storage of the session threw or took too long; `cause` is what it threw. The session in memory goes on. */
  | 'storage_failed'
  /** No code verifier fits the code: the flow began elsewhere, more than a day ago, or its storage was cleared. */
  | 'pkce_code_verifier_not_found'
  /** The platform has no WebCrypto, or lacks an algorithm. */
  | 'crypto_missing'
  /** An access token is not valid: its form, its algorithm, its signature, or a claim. */
  | 'invalid_jwt'
  /** An access token was valid, and has expired. */
  | 'jwt_expired'
  /** No WebAuthn here: no browser or an old one, a page without https, no autofill of passkeys, or no fit authenticator. */
  | 'webauthn_unsupported'
  /** The user declined, the time passed, or there is no such passkey: browsers tell pages no more (`NotAllowedError`). */
  | 'webauthn_not_allowed'
  /** The authenticator has a key for this user already. The server has this code, too. */
  | 'webauthn_credential_exists'
  /** The page's domain does not belong to the server's relying party, `GOTRUE_WEBAUTHN_RP_ID`. */
  | 'webauthn_rp_mismatch'
  /** The browser or the authenticator failed otherwise; `cause` is its exception. */
  | 'webauthn_failed'
  /** There is no wallet to sign in with. */
  | 'wallet_missing'
  /** The user has declined to sign. */
  | 'wallet_refused'
  /** The wallet failed in another way; `cause` is what it threw. */
  | 'wallet_failed'
  /** The session is in cookies, and none can be set here, or any more: nothing was refreshed or signed in. */
  | 'cookies_read_only'
  /** A page of another origin has made the request that the session is of, or something that does not say its origin. */
  | 'cross_origin'
  /** The answer is not GoTrue's: HTML of a proxy, truncated JSON, an unexpected redirect. */
  | 'unexpected_response'
  /** The platform (a browser) hides where a redirect leads. Build the URL with `buildUrl()` and open it instead. */
  | 'redirect_hidden'

/** What an `AuthError` is made of, for errors of your own, e.g. in tests. */
export interface AuthErrorDetails {
  code: string
  /** HTTP status; 0 when no answer came. Default 0. */
  status?: number
  operation?: string | undefined
  requestId?: string | undefined
  retryAfter?: number | undefined
  retryable?: boolean
  response?: Response | undefined
  /** Of {@link AuthWeakPasswordError}. */
  reasons?: AuthWeakPasswordError['reasons']
  cause?: unknown
}

/**
 * The base of every error of this SDK. Errors are values: calls resolve to `{ error }` and don't reject.
 *
 * `Code` is the union of the error codes that the spec documents for the operation. `code` stays open to other strings,
 * because a newer server may send a code that this SDK does not know.
 */
export class AuthError<Code extends string = string> extends Error {
  /** The server's error code, or a {@link ClientErrorCode}. Stable: decide by it, not by `message`. */
  declare readonly code: Code | ClientErrorCode | (string & {})
  /** The HTTP status, or 0 when no answer came. */
  declare readonly status: number
  /** The operationId of the failed call, e.g. `signUp`. */
  declare readonly operation: string | undefined
  /** The request's id in the server's or the gateway's log. */
  declare readonly requestId: string | undefined
  /** Seconds to wait before trying again, from `Retry-After` or from the server's sentence. */
  declare readonly retryAfter: number | undefined
  /** Whether the same call may succeed later: network failures, time-outs, and the statuses 408, 425, 429 and 5xx. */
  declare readonly retryable: boolean
  readonly #response: Response | undefined

  constructor(message: string, { cause, response, ...details }: AuthErrorDetails) {
    super(message, (cause && { cause }) as ErrorOptions)
    Object.assign(this, { status: 0, retryable: false }, details)
    this.#response = response
  }

  /** The answer, when there was one. Logs and debuggers' dumps don't show it. Its body is used up. */
  get response(): Response | undefined {
    return this.#response
  }

  override get name(): string {
    return 'AuthError'
  }
}

/** The server said no, with an error code. */
export class AuthApiError<Code extends string = string> extends AuthError<Code> {
  override get name(): string {
    return 'AuthApiError'
  }
}

/** The server refused a password as too weak (`weak_password`). */
export class AuthWeakPasswordError extends AuthApiError<'weak_password'> {
  /** Why: `length` too short, `characters` a class of characters is missing, `pwned` known from a leak. */
  declare readonly reasons: ('length' | 'characters' | 'pwned' | (string & {}))[]

  override get name(): string {
    return 'AuthWeakPasswordError'
  }
}

/** No answer came in time, or only one of a gateway that could not reach the server. Trying again later may help. */
export class AuthRetryableFetchError extends AuthError {
  override get name(): string {
    return 'AuthRetryableFetchError'
  }
}

/** The operation needs a signed-in user and there is none (`session_missing`). */
export class AuthSessionMissingError extends AuthError {
  override get name(): string {
    return 'AuthSessionMissingError'
  }
}

export function isAuthError(error: unknown): error is AuthError {
  return error instanceof AuthError
}

export function isAuthApiError(error: unknown): error is AuthApiError {
  return error instanceof AuthApiError
}

export function isAuthWeakPasswordError(error: unknown): error is AuthWeakPasswordError {
  return error instanceof AuthWeakPasswordError
}

export function isAuthRetryableFetchError(error: unknown): error is AuthRetryableFetchError {
  return error instanceof AuthRetryableFetchError
}

export function isAuthSessionMissingError(error: unknown): error is AuthSessionMissingError {
  return error instanceof AuthSessionMissingError
}
