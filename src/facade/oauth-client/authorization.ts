import { AuthApiError } from '../../transport/errors.ts'
import { failure, text } from '../call.ts'
import { oauthServerAuthorizeUrl, type OAuthServerAuthorizeUrlOptions } from '../oauth/authorize-url.ts'
import { createPkce } from '../oauth/pkce.ts'
import { object, secure, type SecureOptions } from './request.ts'

/** What an authorization request is made of. */
export interface AuthorizationRequestOptions
  extends Omit<OAuthServerAuthorizeUrlOptions, 'codeChallenge' | 'state'>, SecureOptions {}

/** An authorization request under way. Keep it where only this user's browser or this device gets at it: all of it is text. */
export interface AuthorizationRequest {
  /** Where to send the user's browser. */
  url: string
  /** Tells the answer to this request from others. */
  state: string
  /** What only the one who asked can say, at the exchange of the code. A secret. */
  codeVerifier: string
  redirectUri: string
  /** The resource that the token is for (RFC 8707). */
  resource?: string
}

/**
 * Begins an authorization: with a new state and a new code verifier.
 *
 * `GET /oauth/authorize`, by the user's browser (RFC 6749, section 4.1.1; RFC 7636, section 4.3; RFC 8707, section 2). This sends
 * nothing. The user decides at the server's consent page, and comes back to `redirectUri`, for
 * {@link checkAuthorizationResponse}.
 *
 * @param url the server's address
 * @throws AuthError `invalid_argument`; `crypto_missing` where the platform has no WebCrypto. The promise rejects with it.
 * @example
 * const request = await createAuthorizationRequest(url, { clientId, redirectUri, scope: ['email', 'profile'] })
 * sessionStorage.setItem('authorization', JSON.stringify(request))
 * location.assign(request.url)
 */
export async function createAuthorizationRequest(
  url: string | URL,
  options: AuthorizationRequestOptions,
): Promise<AuthorizationRequest> {
  const { clientId, redirectUri, resource } = object(options, 'options')
  secure(url, options)
  text(clientId, 'clientId')
  text(redirectUri, 'redirectUri')
  if (resource !== undefined) resourceIndicator(resource)
  const { code_verifier: codeVerifier, code_challenge: codeChallenge } = await createPkce()
  // As random as a code verifier.
  const { code_verifier: state } = await createPkce()
  const { href } = oauthServerAuthorizeUrl(url, { ...options, codeChallenge, state })
  return { url: href, state, codeVerifier, redirectUri, ...(resource !== undefined && { resource }) }
}

/** An absolute URI without fragment (RFC 8707, section 2); GoTrue takes none with a query. */
function resourceIndicator(resource: string): void {
  if (URL.canParse(resource) && !/[?#]/.test(resource)) return
  throw failure('invalid_argument', 'resource must be an absolute URI without query and fragment')
}

/** What an authorization response is held against. */
export interface ExpectedAuthorizationResponse {
  /** The state of the request. */
  state: string
  /** The server's `issuer`, as its metadata say it: `discover()`. */
  issuer: string
  /** Whether the server says its issuer in every response (RFC 9207, section 3). Default false: GoTrue does not. */
  requireIss?: boolean
  /** The redirect URI of the request. If it is given, the response must have come there. Give each server its own. */
  redirectUri?: string
}

/**
 * The code of the URL that the user came back with, if the URL is the answer to our request.
 *
 * Pure: it sends nothing. The `state` is compared first, so nobody can slip a code or an error in (RFC 6749, section 10.12); then
 * `iss` if it is there or required, so no server can pass for another (RFC 9207, section 2.4), and the redirect URI. A parameter
 * that is there twice counts as wrong.
 *
 * @param url absolute, e.g. `location.href` or that of a request
 * @throws AuthError `invalid_argument` for what is no answer to the request. What the user or the server refused is an AuthApiError
 *   with the code of RFC 6749, section 4.1.2.1: `access_denied`, `invalid_scope`, `server_error` …
 * @example
 * const { state, codeVerifier } = JSON.parse(sessionStorage.getItem('authorization')!)
 * const { code } = checkAuthorizationResponse(location.href, { state, issuer: url })
 * const { data, error } = await exchangeCode(url, { authentication: publicClient(clientId), code, codeVerifier, redirectUri })
 */
export function checkAuthorizationResponse(url: string | URL, expected: ExpectedAuthorizationResponse): { code: string } {
  const { state, issuer, requireIss = false, redirectUri } = object(expected, 'expected')
  if (typeof state !== 'string' || !state) throw refused('the state of the request is missing')
  if (!URL.canParse(String(url))) throw refused('it is no absolute URL')
  const response = new URL(url)
  const once = (name: string) => {
    const values = response.searchParams.getAll(name)
    if (values.length > 1) throw refused(`${name} is there twice`)
    return values[0]
  }
  if (once('state') !== state) throw refused('its state is not that of the request')
  const iss = once('iss')
  if (iss === undefined ? requireIss : iss !== issuer) throw refused('it is of another issuer')
  if (redirectUri !== undefined && !isAt(response, redirectUri)) throw refused('it came to another redirect URI')
  const error = once('error')
  if (error) {
    throw new AuthApiError(once('error_description') ?? error, { code: error, operation: 'oauthAuthorize' })
  }
  const code = once('code')
  if (!code) throw refused('it has no code')
  return { code }
}

/** Whether a response came to a redirect URI, whose own query it still has (RFC 6749, section 3.1.2). */
function isAt(response: URL, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false
  const expected = new URL(redirectUri)
  const place = ({ protocol, host, pathname }: URL) => `${protocol}//${host}${pathname}`
  if (place(response) !== place(expected)) return false
  return [...expected.searchParams].every(([name, value]) => response.searchParams.getAll(name).includes(value))
}

/** Without the URL: it may hold a code. */
const refused = (why: string) => failure('invalid_argument', `This is no answer to the authorization request: ${why}`)
