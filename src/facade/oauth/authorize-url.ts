import type { AuthorizeData, BuiltInProvider, EmailVerificationType } from '../../../generated/operations/types.ts'
import { text } from '../call.ts'
import { buildUrl } from '../../transport/url.ts'

/** The providers that GoTrue knows by name. `custom:<identifier>` and those of newer servers are strings, too. */
export type Provider = BuiltInProvider | (string & {})

/** The parameters of `GET /authorize` that the server reads. */
export interface AuthorizeUrlOptions {
  provider: Provider
  /** Where the user comes back to. Must be allowed by the server, else it falls back to the site URL without a word. */
  redirectTo?: string
  /** Scopes to ask for. A built-in provider adds them to its own, a custom one takes them instead. */
  scopes?: string | readonly string[]
  /** What the provider understands besides: `prompt`, `access_type`, `login_hint`, `hd` … */
  queryParams?: Readonly<Record<string, string>>
  /** The token of an invitation that this sign-in accepts. */
  inviteToken?: string
  /** Goes to the provider, and comes back in its ID token. */
  nonce?: string
  /** The PKCE challenge of {@link createPkce}. Without it the tokens come back in the URL (implicit flow). */
  codeChallenge?: string
}

/**
 * The URL at which a sign-in with a provider begins.
 *
 * `GET /authorize`. Errors of the request are shown there, in the browser; the rest comes back to `redirectTo`, for
 * {@link parseCallback}.
 *
 * @param url the server's address
 * @throws AuthError `invalid_argument`
 * @example
 * const { code_verifier, code_challenge } = await createPkce()
 * location.assign(authorizeUrl(url, { provider: 'github', redirectTo: location.href, codeChallenge: code_challenge }))
 */
export function authorizeUrl(url: string | URL, options: AuthorizeUrlOptions): URL {
  return buildUrl(url, '/authorize', { query: authorizeQuery(options) })
}

/** The parameters of `GET /authorize`, which are those of `GET /user/identities/authorize`, too. */
export function authorizeQuery({
  provider,
  redirectTo,
  scopes,
  queryParams,
  inviteToken,
  nonce,
  codeChallenge,
}: AuthorizeUrlOptions): AuthorizeData['query'] {
  return {
    // First, so that nothing in it takes the place of what follows; and no objects, whose entries would be parameters.
    ...Object.fromEntries(Object.entries(queryParams ?? {}).filter(([, value]) => Object(value) !== value)),
    provider: text(provider, 'provider'),
    redirect_to: redirectTo,
    // The server splits at commas for its own providers and at blanks for custom ones.
    scopes: scopes?.length ? scopeList(provider, scopes) : undefined,
    invite_token: inviteToken,
    nonce,
    code_challenge: codeChallenge,
    code_challenge_method: codeChallenge && 's256',
  }
}

function scopeList(provider: string, scopes: string | readonly string[]): string {
  const list = typeof scopes === 'string' ? scopes.split(/[\s,]+/) : scopes
  return list.filter(Boolean).join(provider.startsWith('custom:') ? ' ' : ',')
}

/** What a link in a mail is for. */
export type VerifyLinkType = EmailVerificationType

/**
 * The URL of a link in a mail, for mail templates and messages of one's own.
 *
 * `GET /verify`. It redirects to `redirectTo`, for {@link parseCallback}. A link works once.
 *
 * @param url the server's address
 * @param tokenHash the hash of the token (`hashed_token` of a generated link, `token_hash` of the mail hook), not the code. One that
 *   begins with `pkce_` needs the type of its flow: with `email` the server fails; `verifyOtp()` takes it
 * @throws AuthError `invalid_argument`
 * @example
 * const link = verifyLinkUrl(url, { tokenHash: token_hash, type: 'recovery', redirectTo: 'https://app.example.com/' })
 */
export function verifyLinkUrl(
  url: string | URL,
  { tokenHash, type, redirectTo }: { tokenHash: string; type: VerifyLinkType; redirectTo?: string },
): URL {
  const query = { token: tokenHash, type, ...(redirectTo !== undefined && { redirect_to: redirectTo }) }
  return buildUrl(url, '/verify', { query })
}

/** The parameters of an authorization request (RFC 6749, section 4.1.1) that the server reads. */
export interface OAuthServerAuthorizeUrlOptions {
  clientId: string
  /** Must be one of the client's, to the letter. */
  redirectUri: string
  /** The PKCE challenge of {@link createPkce}; OAuth 2.1 needs it. */
  codeChallenge: string
  /** `openid`, `profile`, `email`, `phone`, `offline_access`. Default: the server's, usually `email`. */
  scope?: string | readonly string[]
  /** Comes back with the code, and tells this request from others. */
  state?: string
  /** Comes back in the ID token. */
  nonce?: string
  /** The resource that the token is for (RFC 8707). */
  resource?: string
}

/**
 * The URL at which another application asks a user of this server for access: GoTrue as OAuth 2.1 authorization server.
 *
 * `GET /oauth/authorize` (RFC 6749, section 4.1.1; RFC 7636, section 4.3).
 *
 * @param url the server's address
 * @throws AuthError `invalid_argument`
 * @example
 * const { code_challenge } = await createPkce()
 * const there = oauthServerAuthorizeUrl(url, { clientId, redirectUri, codeChallenge: code_challenge, scope: ['openid', 'email'] })
 */
export function oauthServerAuthorizeUrl(
  url: string | URL,
  { clientId, redirectUri, codeChallenge, scope, state, nonce, resource }: OAuthServerAuthorizeUrlOptions,
): URL {
  return buildUrl(url, '/oauth/authorize', {
    query: {
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      ...(scope?.length && { scope: typeof scope === 'string' ? scope : scope.join(' ') }),
      ...(state !== undefined && { state }),
      ...(nonce !== undefined && { nonce }),
      ...(resource !== undefined && { resource }),
    },
  })
}
