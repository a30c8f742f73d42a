import { getOauthUserinfo, oauthToken } from '../../../generated/operations/functions/oauth-server.ts'
import type {
  GetOauthUserinfoErrors,
  OAuthTokenGrant,
  OauthTokenErrors,
  OAuthTokens,
  Userinfo,
} from '../../../generated/operations/types.ts'
import type { ClientAuthentication } from '../../transport/client-authentication.ts'
import type { OperationError } from '../../transport/client.ts'
import { failure, text } from '../call.ts'
import type { Result } from '../result.ts'
import { request, type OAuthClientOptions } from './request.ts'

/** What a code is exchanged with. */
export interface CodeExchange {
  /** Who asks, in the way that the client is registered for: `clientAuthenticationOf(client)`, or one of the three itself. */
  authentication: ClientAuthentication
  /** Of `checkAuthorizationResponse()`. It works once, and only for some minutes. */
  code: string
  /** Of `createAuthorizationRequest()`. */
  codeVerifier: string
  /** That of the request. The server compares it, if it is there. */
  redirectUri?: string | undefined
  /** That of the request (RFC 8707). The server compares it, if it is there; it does not write it into the token. */
  resource?: string | undefined
}

/** What tokens are renewed with. */
export interface TokenRefresh {
  /** Who asks, as with the code. */
  authentication: ClientAuthentication
  /** That of the tokens before. */
  refreshToken: string
}

type Tokens = Promise<Result<OAuthTokens, null, OperationError<OauthTokenErrors>>>

/**
 * Exchanges a code for tokens.
 *
 * `POST /oauth/token`, `grant_type=authorization_code` (RFC 6749, section 4.1.3; RFC 7636, section 4.5). `invalid_grant` for a code
 * that is used, over or of another request, `invalid_credentials` when the client is not known or authenticates otherwise. It is
 * never repeated by itself. An `id_token` comes with the scope `openid`, which needs a server that signs with a key pair; check it with
 * `verifyAccessToken(id_token, { jwksUrl: metadata.jwks_uri, issuer: metadata.issuer, audience: clientId })` of `gotrue-sdk`, and its
 * `nonce` with yours.
 *
 * @param url the server's address
 * @example
 * const authorization = await createAuthorizationRequest(url, { clientId, redirectUri })
 * const { code } = checkAuthorizationResponse(location.href, { ...authorization, issuer: url })
 * const { data, error } = await exchangeCode(url, { ...authorization, authentication: publicClient(clientId), code })
 */
export async function exchangeCode(url: string | URL, exchange: CodeExchange, options: OAuthClientOptions = {}): Tokens {
  return grant(url, options, () => {
    const { authentication, code, codeVerifier, redirectUri, resource } = exchange
    const body: OAuthTokenGrant = {
      grant_type: 'authorization_code',
      code: text(code, 'code'),
      code_verifier: text(codeVerifier, 'codeVerifier'),
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      ...(resource !== undefined && { resource }),
    }
    return { authentication, body }
  })
}

/**
 * Renews the tokens.
 *
 * `POST /oauth/token`, `grant_type=refresh_token` (RFC 6749, section 6). Keep the new refresh token in place of the old one, which
 * the server takes again only for a moment (`GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL`, in seconds), or as long as the new one
 * is not used: so an answer that was lost may be asked for again. Later it is `refresh_token_already_used`, and the session is
 * over. When the user has revoked the grant it is `refresh_token_not_found`. In both cases begin anew.
 *
 * @param url the server's address
 * @example
 * const { data, error } = await refresh(url, { authentication: publicClient(clientId), refreshToken: refresh_token })
 */
export async function refresh(url: string | URL, renewal: TokenRefresh, options: OAuthClientOptions = {}): Tokens {
  return grant(url, options, () => {
    const { authentication, refreshToken } = renewal
    return { authentication, body: { grant_type: 'refresh_token', refresh_token: text(refreshToken, 'refreshToken') } }
  })
}

function grant(
  url: string | URL,
  options: OAuthClientOptions,
  read: () => { authentication: ClientAuthentication; body: OAuthTokenGrant },
): Tokens {
  return request(url, options, async (send) => {
    const { authentication, body } = read()
    if (typeof authentication !== 'function') throw failure('credentials_missing', 'authentication is missing')
    const tokens = await send(oauthToken, { body, credentials: { oauthClient: authentication } })
    // What is no bearer token must not be used as one (RFC 6749, section 7.1).
    const { access_token, token_type } = tokens
    if (typeof access_token === 'string' && /^bearer$/i.test(token_type)) return tokens
    throw failure('unexpected_response', 'The answer has no bearer token')
  })
}

/**
 * Whose access token this is, as far as its scopes say it: by asking the server, which also says whether the session lives.
 *
 * `GET /oauth/userinfo` (OpenID Connect Core 1.0, section 5.3). `bad_jwt`, `session_not_found` … when the token is not good (any
 * more). An ordinary session's token is good, too, and gets `sub` alone.
 *
 * @param url the server's address
 * @example
 * const { data, error } = await userinfo(url, access_token)
 * if (!error) console.log(data.sub, data.email)
 */
export async function userinfo(
  url: string | URL,
  accessToken: string,
  options: OAuthClientOptions = {},
): Promise<Result<Userinfo, null, OperationError<GetOauthUserinfoErrors>>> {
  return request(url, options, async (send) => {
    const user = await send(getOauthUserinfo, { credentials: { accessToken: text(accessToken, 'accessToken') } })
    // Who takes a success for a good token must not be taken in by a page that answers to everything.
    if (typeof user.sub === 'string' && user.sub) return user
    throw failure('unexpected_response', 'The answer does not say whose token it is')
  })
}
