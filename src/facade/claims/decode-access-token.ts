import { AuthError } from '../../transport/errors.ts'
import { decodeBase64url } from '../base64url.ts'

/** How a user has signed in. */
export interface AuthenticationMethod {
  /** `password`, `otp`, `oauth`, `totp`, `recovery`, `magiclink` … */
  method: string
  /** In seconds since the Unix epoch, in the server's clock. */
  timestamp: number
  /** With `sso/saml`: the id of the SSO provider. */
  provider?: string
}

/** The claims that GoTrue puts into an access token. */
export interface AccessTokenClaims {
  /** The user's id. */
  sub: string
  aud: string | string[]
  /** When it expires, in seconds since the Unix epoch, in the server's clock. */
  exp: number
  iat: number
  role: string
  iss?: string
  email?: string
  phone?: string
  session_id?: string
  is_anonymous?: boolean
  /** `aal1`, or `aal2` after a second factor. */
  aal?: 'aal1' | 'aal2' | (string & {})
  /** How the user has signed in, the latest way first. */
  amr?: AuthenticationMethod[]
  app_metadata?: Record<string, unknown>
  user_metadata?: Record<string, unknown>
  /** Of an OAuth client's token. */
  client_id?: string
  scope?: string
}

/** What only a check makes: no claims that were just read can be taken for verified ones. */
export interface Verification {
  readonly [verified]: true
}
declare const verified: unique symbol

/**
 * Reads the claims of an access token, without verifying anything: good for showing, never for deciding who somebody is.
 *
 * A JWT (RFC 7519). `Claims` are the application's own, e.g. of a custom access token hook.
 *
 * @throws AuthError `invalid_argument` when it is no JWT
 * @example
 * const { sub, exp } = decodeAccessToken(access_token)
 */
export function decodeAccessToken<Claims extends object & { [Key in keyof Verification]?: never } = {}>(
  accessToken: string,
): AccessTokenClaims & Claims {
  try {
    const [, payload] = accessToken.split('.')
    const claims = JSON.parse(new TextDecoder().decode(decodeBase64url(payload!)))
    if (typeof claims.sub === 'string') return claims
  } catch {
    // Told below, without the token.
  }
  throw new AuthError('The access token is not a JWT with a subject', { code: 'invalid_argument' })
}
